'use client';
import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CopyId } from '@/components/copy-id';
import { Facts } from '@/components/facts';
import { Time } from '@/components/time';
import type { Item } from '@/lib/types';
import { AttributeTable } from './attribute-table';
import { bodyOf } from './item-values';
import { useItemsHere } from './items-here';
import { Owner } from './owner';
import { TagChips } from './tag-chips';

export function ItemDetails({
  item,
  onPickTag,
  onEdit,
  onDelete,
}: {
  item: Item;
  onPickTag: (tag: string) => void;
  onEdit: () => void;
  onDelete: () => void;
}) {
  const t = useTranslations();
  const { mayWrite } = useItemsHere();
  const { attributes } = bodyOf(item);
  return (
    <Stack gap="lg">
      {mayWrite && (
        <Group gap="xs" pt={4}>
          <Button size="xs" variant="default" onClick={onEdit} data-autofocus>
            {t('form.edit')}
          </Button>
          <Button size="xs" variant="subtle" color="red" onClick={onDelete}>
            {t('form.delete')}
          </Button>
        </Group>
      )}
      {item.description === null ? (
        <Nothing>{t('items.noDescription')}</Nothing>
      ) : (
        <Text size="sm" className="long lines">
          {item.description}
        </Text>
      )}
      <Section title={t('items.tags')}>
        {item.tags.length === 0 ? (
          <Nothing>{t('items.noTagsHere')}</Nothing>
        ) : (
          <TagChips tags={item.tags} onPick={onPickTag} />
        )}
      </Section>
      <Section title={t('items.attributes')}>
        {Object.keys(attributes).length === 0 ? (
          <Nothing>{t('items.noAttributes')}</Nothing>
        ) : (
          <AttributeTable attributes={attributes} label={t('items.attributes')} />
        )}
      </Section>
      <Facts
        facts={[
          [t('items.owner'), <Owner sub={item.owner_sub} />],
          [t('items.created'), <Time at={item.created_at} />],
          [t('items.updated'), <Time at={item.updated_at} />],
          [t('items.version'), item.version],
          [t('items.id'), <CopyId id={item.id} />],
        ]}
      />
    </Stack>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={3} size="sm" mb={6}>
        {title}
      </Title>
      {children}
    </section>
  );
}

function Nothing({ children }: { children: ReactNode }) {
  return (
    <Text size="sm" c="dimmed">
      {children}
    </Text>
  );
}
