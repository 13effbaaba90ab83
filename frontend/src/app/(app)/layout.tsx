import type { ReactNode } from 'react';
import { Shell } from '@/components/shell/shell';
import { readAlertSummary } from '@/lib/alert-summary';
import { whoIsHere } from '@/lib/tenant';

export default async function AppLayout({ children }: { children: ReactNode }) {
  const { me, tenant } = await whoIsHere();
  const openCritical = tenant === null ? 0 : (await readAlertSummary(tenant.tenant_id)).open.critical;
  return (
    <Shell me={me} tenant={tenant} openCritical={openCritical}>
      {children}
    </Shell>
  );
}
