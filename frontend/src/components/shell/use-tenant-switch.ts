'use client';
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { chooseTenant } from '@/lib/preferences';

/** Goes on in another tenant. */
export function useTenantSwitch() {
  const router = useRouter();
  const [busy, start] = useTransition();
  const switchTo = (tenantId: string) =>
    start(async () => {
      await chooseTenant(tenantId);
      // Filters, cursors and addresses of rows belong to the tenant that was left.
      router.push('/');
      router.refresh();
    });
  return { busy, switchTo };
}
