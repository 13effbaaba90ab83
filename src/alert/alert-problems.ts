import { Conflict, InvalidRequest, NotFound } from '../platform/http/problem.ts';
import type { AlertStatus } from './alert.dto.ts';

export function noSuchAlert(): NotFound {
  return new NotFound('alert/not_found', 'There is no such alert.');
}

/** Somebody was quicker, or what is asked makes no sense any more. */
export function notInState(status: AlertStatus, wanted: readonly AlertStatus[]): Conflict {
  return new Conflict('alert/state', `The alert is ${status}; this needs it to be ${wanted.join(' or ')}.`);
}

export function alreadyOpenAgain(): Conflict {
  return new Conflict(
    'alert/duplicate',
    'Another alert with the same dedup_key is open by now. Work on that one.',
  );
}

export function noItem(field: string): InvalidRequest {
  return new InvalidRequest([{ field, message: 'is no item of the tenant' }]);
}

export function noMember(): InvalidRequest {
  return new InvalidRequest([{ field: 'assignee_sub', message: 'is no active member of the tenant' }]);
}
