import { Avatar } from '@mantine/core';
import type { Membership } from '@/lib/types';
import { initials, tenantColor } from './avatar-color';

export function TenantAvatar({
  tenant,
  size = 28,
}: {
  tenant: Pick<Membership, 'tenant_id' | 'name'>;
  size?: number;
}) {
  return (
    <Avatar size={size} radius="sm" color={`${tenantColor(tenant.tenant_id)}.9`} variant="filled" aria-hidden>
      {initials(tenant.name)}
    </Avatar>
  );
}
