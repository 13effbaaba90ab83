import type { ReactNode } from 'react';
import { Shell } from '@/components/shell/shell';
import { whoIsHere } from '@/lib/tenant';

export default async function AppLayout({ children }: { children: ReactNode }) {
  const { me, tenant } = await whoIsHere();
  return (
    <Shell me={me} tenant={tenant}>
      {children}
    </Shell>
  );
}
