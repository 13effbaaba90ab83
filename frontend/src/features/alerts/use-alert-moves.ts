'use client';
import { notifications } from '@mantine/notifications';
import { useTranslations } from 'next-intl';
import { startTransition, useOptimistic } from 'react';
import { useProblemText } from '@/components/feedback/use-problem-text';
import { UNANSWERED } from '@/lib/problem';
import type { Person } from '@/lib/person';
import type { Alert } from '@/lib/types';
import { assignAlert, moveAlerts, type AlertOutcome } from './actions';
import { useActorName } from './use-actor-name';
import { LEADS_TO, allows, type Move } from './states';

type Change = Pick<Alert, 'id'> & Partial<Alert>;

/**
 * What can be done to the alerts of a page. It shows at once; should the API refuse, the page shows what is, and a
 * notice says what the other person did.
 */
export function useAlertMoves(
  tenantId: string,
  rows: readonly Alert[],
  open: Alert | null,
  people: readonly Person[],
) {
  const t = useTranslations('alerts');
  const text = useProblemText();
  const actorName = useActorName(people);
  const known = open === null ? rows : [...rows, open];
  const [shown, change] = useOptimistic(
    new Map(known.map((alert) => [alert.id, alert])),
    (now, made: readonly Change[]) => {
      const next = new Map(now);
      for (const each of made) {
        const alert = next.get(each.id);
        if (alert !== undefined) next.set(each.id, { ...alert, ...each });
      }
      return next;
    },
  );

  const tell = (outcomes: readonly AlertOutcome[]) => {
    const [first, ...others] = outcomes.filter((outcome) => !outcome.ok);
    if (first === undefined) return;
    const { meanwhile } = first;
    const message =
      others.length > 0
        ? t('notAll', { count: others.length + 1 })
        : meanwhile === undefined
          ? text(first.problem)
          : t('meanwhile', { who: actorName(meanwhile.actor), what: t(`did.${meanwhile.kind}`) });
    notifications.show({ message, color: 'orange', autoClose: 8_000 });
  };
  const run = (made: readonly Change[], action: () => Promise<readonly AlertOutcome[]>) =>
    startTransition(async () => {
      change(made);
      tell(await action().catch(() => [{ ok: false as const, problem: UNANSWERED }]));
    });

  return {
    now: (alert: Alert): Alert => shown.get(alert.id) ?? alert,
    move: (ids: readonly string[], move: Move) => {
      const movable = ids.filter((id) => {
        const alert = shown.get(id);
        return alert !== undefined && allows(alert.status, move);
      });
      if (movable.length === 0) return;
      const made = movable.map((id) => ({ id, status: LEADS_TO[move] }));
      run(made, () => moveAlerts(tenantId, movable, move));
    },
    assign: (alert: Alert, assignee: string | null) =>
      run([{ id: alert.id, assignee_sub: assignee }], async () => [
        await assignAlert(
          tenantId,
          { id: alert.id, version: alert.version, assignee_sub: alert.assignee_sub },
          assignee,
        ),
      ]),
  };
}

export type AlertMoves = ReturnType<typeof useAlertMoves>;
