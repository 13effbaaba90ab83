'use client';
import { useTranslations } from 'next-intl';
import { nameOf } from '@/lib/person';
import { KNOWN_ACTIONS, KNOWN_TARGETS } from './known-actions';
import type { Actors, AuditEntry } from './types';

const SHORT_ID = 8;

/** An entry of the audit in words; what has none stays as the API calls it. */
export function useAuditWords({ people, machines }: Actors) {
  const t = useTranslations('audit');
  return {
    action: ({ action }: AuditEntry): string => {
      const known = KNOWN_ACTIONS.find((each) => each === action);
      return known === undefined ? action : t(`actions.${known}`);
    },
    actor: ({ actor_sub }: AuditEntry): string => {
      if (actor_sub === null) return t('system');
      const machine = machines[actor_sub];
      return machine === undefined
        ? (nameOf(people, actor_sub) ?? actor_sub)
        : t('machine', { name: machine });
    },
    target: ({ target_type, target_id }: AuditEntry): string => {
      const known = KNOWN_TARGETS.find((each) => each === target_type);
      const type = known === undefined ? target_type : t(`targets.${known}`);
      return `${type} ${nameOf(people, target_id) ?? machines[target_id] ?? shortened(target_id)}`;
    },
  };
}

/** The end of an id tells it from others: it begins with the time. */
function shortened(id: string): string {
  return id.length > 2 * SHORT_ID ? `…${id.slice(-SHORT_ID)}` : id;
}
