import type { IconName } from '@/components/icons';
import type { AlertStatus, Severity } from '@/lib/types';

/** From what cannot wait to what can. */
export const SEVERITIES = ['critical', 'warning', 'info'] as const satisfies readonly Severity[];
export const STATUSES = ['open', 'acknowledged', 'resolved'] as const satisfies readonly AlertStatus[];

export const SEVERITY_COLORS = { critical: 'red', warning: 'orange', info: 'blue' } as const;
export const STATUS_COLORS = { open: 'red', acknowledged: 'indigo', resolved: 'teal' } as const;
export const STATUS_ICONS = {
  open: 'open',
  acknowledged: 'eye',
  resolved: 'check',
} as const satisfies Record<AlertStatus, IconName>;

/** Which statuses a list shows; the first is what it shows unasked. */
export const VIEWS = {
  unresolved: ['open', 'acknowledged'],
  open: ['open'],
  acknowledged: ['acknowledged'],
  resolved: ['resolved'],
  all: STATUSES,
} as const satisfies Record<string, readonly AlertStatus[]>;

export type View = keyof typeof VIEWS;
export const VIEW_NAMES = Object.keys(VIEWS) as View[];

export const ALERT_SORTS = [
  '-last_seen_at',
  'last_seen_at',
  '-created_at',
  'created_at',
  '-updated_at',
  'updated_at',
] as const;

/** What can be done to an alert, by where it stands. */
export const MOVES = {
  open: ['acknowledge', 'resolve'],
  acknowledged: ['resolve'],
  resolved: ['reopen'],
} as const satisfies Record<AlertStatus, readonly string[]>;

export type Move = 'acknowledge' | 'resolve' | 'reopen';

/** Where a move leads. */
export const LEADS_TO = {
  acknowledge: 'acknowledged',
  resolve: 'resolved',
  reopen: 'open',
} as const satisfies Record<Move, AlertStatus>;

export function allows(status: AlertStatus, move: Move): boolean {
  return (MOVES[status] as readonly Move[]).includes(move);
}
