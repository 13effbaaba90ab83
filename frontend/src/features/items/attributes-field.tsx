'use client';
import { ActionIcon, Button, Group, Input, NativeSelect, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslations } from 'next-intl';
import { Icon } from '@/components/icons';
import { LIMITS } from './item-faults';
import { ATTRIBUTE_TYPES, attributeRow, type AttributeType, type ItemValues } from './item-values';

/** Name, type and value of each attribute, one row each; on a narrow screen two lines. */
export function AttributesField({ form }: { form: UseFormReturnType<ItemValues> }) {
  const t = useTranslations('items');
  const { attributes } = form.values;
  const error = form.errors['attributes'];
  return (
    <fieldset className="plain">
      <Text component="legend" size="sm" fw={600}>
        {t('attributes')}
      </Text>
      <Input.Description mb="xs">{t('attributesHint', { max: LIMITS.attributes })}</Input.Description>
      {attributes.map(({ key }, at) => (
        <AttributeLine key={key} form={form} at={at} />
      ))}
      {error !== undefined && <Input.Error>{error}</Input.Error>}
      <Button
        size="xs"
        variant="default"
        mt={4}
        leftSection={<Icon name="add" size={14} />}
        disabled={attributes.length >= LIMITS.attributes}
        onClick={() => form.insertListItem('attributes', attributeRow('', ''))}
      >
        {t('addAttribute')}
      </Button>
    </fieldset>
  );
}

function AttributeLine({ form, at }: { form: UseFormReturnType<ItemValues>; at: number }) {
  const t = useTranslations('items');
  const path = `attributes.${at}` as const;
  const type = form.values.attributes[at]?.type ?? 'text';
  const number = at + 1;
  const change = (next: AttributeType) => {
    form.setFieldValue(`${path}.type`, next);
    if (next === 'boolean') form.setFieldValue(`${path}.value`, 'true');
  };
  return (
    <Group gap="xs" mb="xs" align="flex-start" className="attribute">
      <TextInput
        aria-label={t('attributeName', { number })}
        placeholder={t('name')}
        {...form.getInputProps(`${path}.name`)}
      />
      <NativeSelect
        aria-label={t('attributeType', { number })}
        data={ATTRIBUTE_TYPES.map((value) => ({ value, label: t(`types.${value}`) }))}
        value={type}
        onChange={(event) => change(event.currentTarget.value as AttributeType)}
      />
      <AttributeValue
        form={form}
        path={`${path}.value`}
        type={type}
        label={t('attributeValue', { number })}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size={36}
        aria-label={t('removeAttribute', { number })}
        onClick={() => form.removeListItem('attributes', at)}
      >
        <Icon name="close" size={16} />
      </ActionIcon>
    </Group>
  );
}

function AttributeValue({
  form,
  path,
  type,
  label,
}: {
  form: UseFormReturnType<ItemValues>;
  path: `attributes.${number}.value`;
  type: AttributeType;
  label: string;
}) {
  const t = useTranslations('items');
  const field = { 'aria-label': label, ...form.getInputProps(path) };
  if (type === 'empty') return <TextInput aria-label={label} value="" placeholder={t('noValue')} disabled />;
  if (type === 'boolean')
    return (
      <NativeSelect
        {...field}
        data={[
          { value: 'true', label: t('yes') },
          { value: 'false', label: t('no') },
        ]}
      />
    );
  return (
    <TextInput {...field} placeholder={t('value')} inputMode={type === 'number' ? 'decimal' : undefined} />
  );
}
