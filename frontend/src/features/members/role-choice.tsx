'use client';
import { Radio, Stack } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { Role } from '@/lib/types';

const ROLES = ['viewer', 'member', 'admin'] as const satisfies readonly Role[];

/** A role, chosen by what it may do. */
export function RoleChoice({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  const t = useTranslations();
  return (
    <Radio.Group
      label={t('members.role')}
      value={value}
      onChange={(chosen) => {
        const role = ROLES.find((known) => known === chosen);
        if (role !== undefined) onChange(role);
      }}
    >
      <Stack gap="sm" mt="xs">
        {ROLES.map((role) => (
          <Radio key={role} value={role} label={t(`role.${role}`)} description={t(`members.may.${role}`)} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
