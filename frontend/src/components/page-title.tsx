import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Membership } from '@/lib/types';
import { TenantAvatar } from './tenant-avatar';

/** The tenant stands beside the title: the costliest mistake is to act in the wrong one. */
export function PageTitle({
  tenant,
  title,
  children,
}: {
  /** Absent: it belongs to no single tenant. */
  tenant?: Membership;
  title: string;
  children?: ReactNode;
}) {
  return (
    <Group justify="space-between" mb="md" gap="sm">
      <Group gap="sm" wrap="nowrap">
        {tenant !== undefined && <TenantAvatar tenant={tenant} />}
        <h1 className="page-title long">{title}</h1>
      </Group>
      {children}
    </Group>
  );
}
