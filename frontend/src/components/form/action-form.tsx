'use client';
import { Button, Group, Stack } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useContext, type ReactNode } from 'react';
import type { Problem } from '@/lib/problem';
import { DrawerContext } from '../drawer-context';
import { ProblemNote } from '../feedback/problem-note';

/** The fields of a form, what the API refused, and the buttons below. */
export function ActionForm({
  submit,
  busy,
  problem,
  onSubmit,
  children,
}: {
  /** The word on the button that sends it. */
  submit: string;
  busy: boolean;
  problem: Problem | null;
  onSubmit: () => void;
  children: ReactNode;
}) {
  const t = useTranslations('form');
  const drawer = useContext(DrawerContext);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Stack gap="md">
        {children}
        {problem !== null && <ProblemNote problem={problem} />}
        <Group justify="flex-end" gap="xs">
          {drawer !== null && (
            <Button variant="default" onClick={drawer.close}>
              {t('cancel')}
            </Button>
          )}
          <Button type="submit" loading={busy}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
