'use client';
import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useAction } from '@/components/form/use-action';
import type { Membership, Role } from '@/lib/types';
import { inviteMember } from './actions';

/** An invitation that is repeated changes nothing but that whoever never signed in gets another mail. */
export function ResendButton({ tenant, email, role }: { tenant: Membership; email: string; role: Role }) {
  const t = useTranslations('members');
  const { run, busy } = useAction({ quiet: false });
  return (
    <Button
      variant="default"
      loading={busy}
      onClick={() => void run(() => inviteMember(tenant.tenant_id, { email, role }), t('resent', { email }))}
    >
      {t('resend')}
    </Button>
  );
}
