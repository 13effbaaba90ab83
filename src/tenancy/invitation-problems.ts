import { BadRequest, Conflict } from '../platform/http/problem.ts';

export function alreadyMember(): Conflict {
  return new Conflict('member/exists', 'There is such a member already, with another role.');
}

/** Whoever typed an address into an account has not shown that it is theirs. */
export function addressNotConfirmed(): Conflict {
  return new Conflict(
    'member/address_not_confirmed',
    'There is an account with this address, but its owner has not confirmed the address yet.',
  );
}

export function addressRefused(cause?: unknown): BadRequest {
  return new BadRequest('member/address_refused', 'The user pool does not take this address.', { cause });
}
