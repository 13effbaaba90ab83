'use client';
import { useTranslations } from 'next-intl';
import { CopyBlock } from '@/components/copy-block';
import { ShownOnce } from '@/components/shown-once';
import type { Membership } from '@/lib/types';

const CHECK = `const [timestamp, sent] = [req.headers['x-tenantry-timestamp'], req.headers['x-tenantry-signature']];
const expected = \`v1=\${createHmac('sha256', secret).update(\`\${timestamp}.\${rawBody}\`).digest('hex')}\`;
const genuine = sent.length === expected.length && timingSafeEqual(Buffer.from(sent), Buffer.from(expected));
const fresh = Math.abs(Date.now() / 1000 - Number(timestamp)) < 300;`;

/** The secret that a webhook is signed with, and how its receiver checks that. */
export function ChannelSecret({
  tenant,
  name,
  secret,
  onClose,
}: {
  tenant: Membership;
  name: string;
  secret: string;
  onClose: () => void;
}) {
  const t = useTranslations('channels');
  return (
    <ShownOnce tenant={tenant} title={t('secretTitle', { name })} warning={t('secretText')} onClose={onClose}>
      <CopyBlock label={t('secret')} value={secret} />
      <CopyBlock label={t('check')} value={CHECK} />
    </ShownOnce>
  );
}
