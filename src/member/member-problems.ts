import { Conflict, NotFound } from '../platform/http/problem.ts';

export function noSuchMember(): NotFound {
  return new NotFound('member/not_found', 'There is no such member.');
}

export function lastAdmin(): Conflict {
  return new Conflict(
    'member/last_admin',
    'This is the last admin of the tenant. Make somebody else an admin first.',
  );
}
