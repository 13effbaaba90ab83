import { Conflict } from '../platform/http/problem.ts';

export function keyReused(): Conflict {
  return new Conflict(
    'idempotency/key_reused',
    'This Idempotency-Key was used for another request. Take a new key for each new request.',
  );
}

export function keyInProgress(): Conflict {
  return new Conflict(
    'idempotency/in_progress',
    'A request with this Idempotency-Key is under way. Ask again shortly.',
    { headers: { 'Retry-After': '1' } },
  );
}
