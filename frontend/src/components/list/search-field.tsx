'use client';
import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { Icon } from '../icons';
import type { ListQuery } from './use-list-query';

const PAUSE_MS = 250;

/** Searches by `field` while one types; `/` leads here from everywhere on the page. */
export function SearchField({
  list,
  label,
  field = 'q',
}: {
  list: ListQuery;
  label: string;
  field?: string;
}) {
  const t = useTranslations('list');
  const shown = list.query.get(field) ?? '';
  const [typed, setTyped] = useState(shown);
  const sent = useRef(shown);
  const search = useDebouncedCallback((q: string) => {
    sent.current = q.trim();
    list.filter({ [field]: sent.current });
  }, PAUSE_MS);
  // "Back", or a link, has changed the search: show that, but never overwrite what is being typed.
  useEffect(() => {
    if (shown === sent.current) return;
    sent.current = shown;
    setTyped(shown);
  }, [shown]);
  const change = (q: string) => {
    setTyped(q);
    search(q);
  };
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
      leftSection={<Icon name="search" size={16} />}
      rightSection={
        typed !== '' && <CloseButton size="sm" aria-label={t('clear')} onClick={() => change('')} />
      }
      data-search
      maxLength={200}
      w={{ base: '100%', xs: 260 }}
    />
  );
}
