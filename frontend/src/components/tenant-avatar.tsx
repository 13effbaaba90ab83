import { Avatar } from '@mantine/core';
import type { Membership } from '@/lib/types';
import { tenantColor } from './avatar-color';
import { Initials } from './initials';

export function TenantAvatar({
  tenant,
  size = 28,
}: {
  tenant: Pick<Membership, 'tenant_id' | 'name'>;
  size?: number;
}) {
  return (
    <Avatar size={size} radius="sm" color={`${tenantColor(tenant.tenant_id)}.9`} variant="filled" aria-hidden>
      <Initials name={tenant.name} />
    </Avatar>
  );
}
