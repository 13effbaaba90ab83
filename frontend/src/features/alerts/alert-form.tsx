'use client';
import { Input, SegmentedControl, TextInput, Textarea } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ActionForm } from '@/components/form/action-form';
import { useApiForm } from '@/components/form/use-api-form';
import { idempotencyKey } from '@/lib/idempotency-key';
import type { Severity } from '@/lib/types';
import { createAlert } from './actions';
import { SEVERITIES } from './states';

const LONGEST_TITLE = 200;

/** Reports by hand what no machine noticed. */
export function AlertForm({ tenantId, onMade }: { tenantId: string; onMade: (id: string) => void }) {
  const t = useTranslations();
  // One for this form, so that pressing twice, or trying again, makes one alert.
  const [key] = useState(idempotencyKey);
  const { form, save, busy, problem } = useApiForm(
    { title: '', description: '', severity: 'warning' as Severity },
    { rules: { title: t('alerts.titleRule', { max: LONGEST_TITLE }) } },
  );
  const create = async () => {
    const { title, description, severity } = form.getValues();
    const outcome = await save(
      () => createAlert(tenantId, { title, description: description.trim() || null, severity }, key),
      t('alerts.made'),
    );
    if (outcome.ok) onMade(outcome.value.id);
  };
  return (
    <ActionForm submit={t('alerts.create')} busy={busy} problem={problem} onSubmit={() => void create()}>
      <TextInput
        label={t('alerts.title')}
        required
        data-autofocus
        maxLength={LONGEST_TITLE}
        {...form.getInputProps('title')}
      />
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
    </ActionForm>
  );
}
