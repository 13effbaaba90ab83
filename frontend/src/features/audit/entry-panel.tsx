'use client';
import { Button, Code, Group, Stack, Title } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { CopyId } from '@/components/copy-id';
import { Facts } from '@/components/facts';
import type { ListQuery } from '@/components/list/use-list-query';
import { Time } from '@/components/time';
import { ChangesTable } from './changes-table';
import type { Actors, AuditEntry } from './types';
import { useAuditWords } from './use-audit-words';

/** One entry, with the ways to what belongs to it. */
export function EntryPanel({ entry, actors, list }: { entry: AuditEntry; actors: Actors; list: ListQuery }) {
  const t = useTranslations('audit');
  const problem = useTranslations('problem');
  const words = useAuditWords(actors);
  const { at, action, actor_sub, target_type, target_id, before, after, request_id, address } = entry;
  return (
    <Stack gap="lg">
      <Facts
        facts={[
          [t('when'), <Time key="when" at={at} />],
          [t('who'), words.actor(entry)],
          [t('code'), <Code key="code">{action}</Code>],
          [t('target'), <Code key="target">{`${target_type}:${target_id}`}</Code>],
          [t('address'), address ?? t('nothing')],
          [
            t('requestId'),
            request_id === null ? t('nothing') : <CopyId key="id" id={request_id} label={problem('copy')} />,
          ],
        ]}
      />
      <div>
        <Title order={3} size="h5" mb="xs">
          {t('changes')}
        </Title>
        <ChangesTable before={before} after={after} />
      </div>
      <Group gap="xs">
        <Button
          variant="default"
          onClick={() => list.filter({ target: `${target_type}:${target_id}`, open: null })}
        >
          {t('allOfTarget')}
        </Button>
        {actor_sub !== null && (
          <Button variant="default" onClick={() => list.filter({ actor: actor_sub, open: null })}>
            {t('allByActor')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
