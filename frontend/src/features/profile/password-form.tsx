'use client';
import { PasswordInput, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { ActionForm } from '@/components/form/action-form';
import { useApiForm } from '@/components/form/use-api-form';
import { changePassword } from './actions';

/** What Cognito says of a password that breaks the policy of the pool. */
const POLICY = [
  ['short', /not long enough/i],
  ['uppercase', /uppercase/i],
  ['lowercase', /lowercase/i],
  ['numeric', /numeric/i],
  ['symbol', /symbol/i],
  ['used', /previously|history/i],
] as const;

const EMPTY = { previous_password: '', new_password: '', repeat: '' };

export function PasswordForm({ name }: { name: string }) {
  const t = useTranslations('profile');
  const rule = (message: string) =>
    t(`policy.${POLICY.find(([, pattern]) => pattern.test(message))?.[0] ?? 'other'}`);
  const { form, save, busy, problem } = useApiForm(EMPTY, {
    rules: { previous_password: t('rules.previous_password'), new_password: rule },
    fields: { 'user/invalid_credentials': 'previous_password' },
  });
  const change = async () => {
    const { repeat, ...passwords } = form.values;
    if (repeat !== passwords.new_password) return form.setFieldError('repeat', t('rules.repeat'));
    const outcome = await save(() => changePassword(passwords), t('changed'));
    if (!outcome.ok) return;
    form.setValues(EMPTY);
    form.resetDirty(EMPTY);
  };
  return (
    <ActionForm submit={t('change')} busy={busy} problem={problem} onSubmit={() => void change()}>
      <Text size="sm" c="dimmed">
        {t('passwordText')}
      </Text>
      {/* For password managers: whose password it is. */}
      <input type="text" autoComplete="username" value={name} readOnly hidden />
      <PasswordInput
        label={t('previous')}
        autoComplete="current-password"
        maxLength={256}
        {...form.getInputProps('previous_password')}
      />
      <PasswordInput
        label={t('new')}
        autoComplete="new-password"
        maxLength={256}
        {...form.getInputProps('new_password')}
      />
      <PasswordInput
        label={t('repeat')}
        autoComplete="new-password"
        maxLength={256}
        {...form.getInputProps('repeat')}
      />
    </ActionForm>
  );
}
