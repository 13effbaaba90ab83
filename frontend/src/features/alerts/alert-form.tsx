'use client';
import { Button, Group, Input, SegmentedControl, Stack, TextInput, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ProblemNote } from '@/components/feedback/problem-note';
import { fieldErrors } from '@/components/form/field-errors';
import { useAction } from '@/components/form/use-action';
import { useUnsavedGuard } from '@/components/form/use-unsaved-guard';
import { idempotencyKey } from '@/lib/idempotency-key';
import type { Severity } from '@/lib/types';
import { createAlert } from './actions';
import { SEVERITIES } from './states';

const LONGEST_TITLE = 200;

/** Reports by hand what no machine noticed. */
export function AlertForm({
  tenantId,
  onMade,
  onCancel,
}: {
  tenantId: string;
  onMade: (id: string) => void;
  onCancel: () => void;
}) {
  const t = useTranslations();
  const { run, busy, problem } = useAction();
  const [key] = useState(idempotencyKey);
  const form = useForm({
    initialValues: { title: '', description: '', severity: 'warning' as Severity },
    validate: {
      title: (title) =>
        title.trim() === ''
          ? t('form.required')
          : title.length > LONGEST_TITLE
            ? t('form.tooLong', { max: LONGEST_TITLE })
            : null,
    },
  });
  const { mayLeave } = useUnsavedGuard(form.isDirty());
  const create = form.onSubmit(async ({ title, description, severity }) => {
    const outcome = await run(
      () =>
        createAlert(
          tenantId,
          { title: title.trim(), description: description.trim() || null, severity },
          key,
        ),
      t('alerts.made'),
    );
    if (outcome.ok) onMade(outcome.value.id);
    else form.setErrors(fieldErrors(outcome.problem));
  });
  return (
    <form onSubmit={create} noValidate>
      <Stack gap="md">
        <TextInput label={t('alerts.title')} required data-autofocus {...form.getInputProps('title')} />
        <Textarea
          label={t('alerts.description')}
          description={t('form.optional')}
          autosize
          minRows={3}
          maxRows={12}
          {...form.getInputProps('description')}
        />
        <Input.Wrapper label={t('alerts.severity')} labelElement="div" id="severity">
          <SegmentedControl
            aria-labelledby="severity-label"
            data={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))}
            {...form.getInputProps('severity')}
          />
        </Input.Wrapper>
        {problem !== null && <ProblemNote problem={problem} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => mayLeave() && onCancel()}>
            {t('form.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('alerts.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
