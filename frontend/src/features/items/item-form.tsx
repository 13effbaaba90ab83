'use client';
import { Button, Group, Stack, TagsInput, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import type { KeyboardEvent } from 'react';
import { ProblemNote } from '@/components/feedback/problem-note';
import { useUnsavedGuard } from '@/components/form/use-unsaved-guard';
import type { Item } from '@/lib/types';
import { AttributesField } from './attributes-field';
import { ConflictView } from './conflict-view';
import { itemFaults, LIMITS, refusedFields } from './item-faults';
import { bodyOf, changesOf, NEW_ITEM, typedBody, valuesOf, type ItemValues } from './item-values';
import { useItemSave } from './use-item-save';

/** For a new item, or to change one. What was typed stays until it is saved or given up. */
export function ItemForm({
  item,
  onDone,
  onCancel,
}: {
  /** As it is before. Absent: a new one. */
  item?: Item;
  onDone: (saved: Item) => void;
  onCancel: () => void;
}) {
  const t = useTranslations();
  const base = item === undefined ? NEW_ITEM : bodyOf(item);
  const form = useForm<ItemValues>({
    initialValues: valuesOf(base),
    validate: (values) => itemFaults(values, t),
  });
  const save = useItemSave(item, onDone);
  const typed = typedBody(form.values);
  const { mayLeave } = useUnsavedGuard(form.isDirty());

  const submit = form.onSubmit(async (values) => {
    const body = typedBody(values);
    const changes = changesOf(base, body);
    if (item !== undefined && Object.keys(changes).length === 0) return onCancel();
    const problem = await save.save(body, changes);
    if (problem !== undefined) form.setErrors(refusedFields(problem, values));
  }, focusFirst);

  if (save.theirs !== null)
    return (
      <ConflictView
        base={base}
        mine={typed}
        theirs={save.theirs}
        busy={save.busy}
        problem={save.problem}
        onKeepMine={() => void save.save(typed, changesOf(base, typed))}
        onTakeTheirs={onDone}
      />
    );
  return (
    <form onSubmit={submit} onKeyDown={sendByKeys} noValidate>
      <Stack gap="md">
        <TextInput label={t('items.name')} required data-autofocus {...form.getInputProps('name')} />
        <Textarea
          label={t('items.description')}
          autosize
          minRows={3}
          maxRows={10}
          {...form.getInputProps('description')}
        />
        <TagsInput
          label={t('items.tags')}
          description={t('items.tagsHint', { max: LIMITS.tags })}
          {...form.getInputProps('tags')}
        />
        <AttributesField form={form} />
        {save.problem !== null && <ProblemNote problem={save.problem} />}
        <Group justify="flex-end" gap="xs">
          <Text size="xs" c="dimmed" visibleFrom="sm" mr="auto">
            {t('items.sendKeys')}
          </Text>
          <Button variant="default" onClick={() => mayLeave() && onCancel()}>
            {t('form.cancel')}
          </Button>
          <Button type="submit" loading={save.busy}>
            {item === undefined ? t('items.create') : t('form.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );

  function focusFirst(errors: Readonly<Record<string, unknown>>): void {
    const [path] = Object.keys(errors);
    if (path !== undefined) form.getInputNode(path)?.focus();
  }

  function sendByKeys(event: KeyboardEvent<HTMLFormElement>): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
  }
}
