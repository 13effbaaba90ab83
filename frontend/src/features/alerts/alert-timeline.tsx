'use client';
import { Paper, Text, Timeline } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { Icon, type IconName } from '@/components/icons';
import { Time } from '@/components/time';
import { nameOf, type Person } from '@/lib/person';
import type { AlertEvent } from '@/lib/types';
import { useActorName } from './use-actor-name';

const ICONS = {
  created: 'add',
  repeated: 'repeat',
  acknowledged: 'eye',
  resolved: 'check',
  reopened: 'open',
  assigned: 'person',
  updated: 'edit',
  commented: 'comment',
} as const satisfies Record<AlertEvent['kind'], IconName>;

/** Everything that happened to an alert, by people and by machines, in its order. */
export function AlertTimeline({
  events,
  people,
}: {
  events: readonly AlertEvent[];
  people: readonly Person[];
}) {
  const t = useTranslations('alerts');
  const actorName = useActorName(people);
  const what = ({ kind, count, after }: AlertEvent) => {
    if (kind === 'repeated') return t('did.repeatedTimes', { count });
    if (kind !== 'assigned') return t(`did.${kind}`);
    const assignee = after?.['assignee_sub'];
    return assignee === null || assignee === undefined
      ? t('did.unassigned')
      : t('did.assignedTo', { name: nameOf(people, assignee) ?? t('somebody') });
  };
  return (
    <Timeline bulletSize={24} lineWidth={1} active={-1} aria-label={t('timeline')}>
      {events.map((event) => (
        <Timeline.Item key={event.id} bullet={<Icon name={ICONS[event.kind]} size={13} />}>
          <Text size="sm" className="long">
            <Text span fw={600} size="sm">
              {actorName(event.actor)}
            </Text>{' '}
            {what(event)}{' '}
            <Text span size="xs" c="dimmed">
              <Time at={event.last_at} />
            </Text>
          </Text>
          {event.comment !== null && (
            <Paper withBorder p="xs" mt={6}>
              <Text size="sm" className="long lines">
                {event.comment}
              </Text>
            </Paper>
          )}
        </Timeline.Item>
      ))}
    </Timeline>
  );
}
