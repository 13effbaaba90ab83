'use server';
import { refresh } from 'next/cache';
import { act } from '@/lib/act';
import type { Outcome } from '@/lib/problem';
import type { Alert, AlertEvent, Severity } from '@/lib/types';
import type { Move } from './states';

/** A refusal because somebody was quicker, with what they did. */
export type AlertOutcome = Outcome<Alert> & { readonly meanwhile?: AlertEvent };

const BEHIND = [409, 412];
const LONGEST_TIMELINE = 100;

/** Without a version: the state decides, and a repeated report in the meantime stands in nobody's way. */
export async function moveAlerts(
  tenantId: string,
  ids: readonly string[],
  move: Move,
): Promise<readonly AlertOutcome[]> {
  const outcomes = await Promise.all(ids.map((id) => moveAlert(tenantId, id, move)));
  // The page is made anew either way: it shows what is, not what was hoped for.
  refresh();
  return outcomes;
}

async function moveAlert(tenantId: string, id: string, move: Move): Promise<AlertOutcome> {
  const params = { path: { id } };
  const outcome = await act(tenantId, (api) => {
    if (move === 'acknowledge') return api.POST('/api/alerts/{id}/acknowledge', { params });
    if (move === 'resolve') return api.POST('/api/alerts/{id}/resolve', { params });
    return api.POST('/api/alerts/{id}/reopen', { params });
  });
  return withMeanwhile(tenantId, id, outcome);
}

/**
 * @param seen the alert as it is on the page: should it have another assignee by now, that one stays
 */
export async function assignAlert(
  tenantId: string,
  seen: Pick<Alert, 'id' | 'version' | 'assignee_sub'>,
  assignee: string | null,
): Promise<AlertOutcome> {
  const params = { path: { id: seen.id } };
  const assign = (version: number) =>
    act(tenantId, (api) =>
      api.POST('/api/alerts/{id}/assign', {
        params: { ...params, header: { 'If-Match': `"${version}"` } },
        body: { assignee_sub: assignee },
      }),
    );
  let outcome = await assign(seen.version);
  if (!outcome.ok && outcome.problem.status === 412) {
    const now = await act(tenantId, (api) => api.GET('/api/alerts/{id}', { params }));
    // Reported once more, or commented on: that is not what would be overwritten.
    if (now.ok && now.value.assignee_sub === seen.assignee_sub) outcome = await assign(now.value.version);
  }
  refresh();
  return withMeanwhile(tenantId, seen.id, outcome);
}

export async function commentOnAlert(tenantId: string, id: string, body: string, key: string) {
  const outcome = await act(tenantId, (api) =>
    api.POST('/api/alerts/{id}/comments', {
      params: { path: { id }, header: { 'Idempotency-Key': key } },
      body: { body },
    }),
  );
  if (outcome.ok) refresh();
  return outcome;
}

export interface NewAlert {
  readonly title: string;
  readonly description: string | null;
  readonly severity: Severity;
}

export async function createAlert(tenantId: string, alert: NewAlert, key: string) {
  const outcome = await act(tenantId, (api) =>
    api.POST('/api/alerts', { params: { header: { 'Idempotency-Key': key } }, body: alert }),
  );
  if (outcome.ok) refresh();
  return outcome;
}

async function withMeanwhile(tenantId: string, id: string, outcome: Outcome<Alert>): Promise<AlertOutcome> {
  if (outcome.ok || !BEHIND.includes(outcome.problem.status)) return outcome;
  const timeline = await act(tenantId, (api) =>
    api.GET('/api/alerts/{id}/timeline', { params: { path: { id }, query: { limit: LONGEST_TIMELINE } } }),
  );
  const latest = timeline.ok ? timeline.value.data.findLast(({ kind }) => kind !== 'repeated') : undefined;
  return latest === undefined ? outcome : { ...outcome, meanwhile: latest };
}
