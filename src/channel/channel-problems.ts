import { BadRequest, Conflict, NotFound } from '../platform/http/problem.ts';

export function noSuchChannel(): NotFound {
  return new NotFound('channel/not_found', 'There is no such channel.');
}

export function nameTaken(): Conflict {
  return new Conflict('channel/name_taken', 'Another channel has this name.');
}

/** Somebody else's change was stored between our reading and our writing. */
export function overtaken(): Conflict {
  return new Conflict(
    'channel/conflict',
    'Somebody else is changing this channel. Read it again and repeat your change.',
  );
}

export function emailUnavailable(): BadRequest {
  return new BadRequest(
    'channel/email_unavailable',
    'This installation sends no mail: whoever runs it has to set SMTP_URL first.',
  );
}

export function hasNoSecret(): Conflict {
  return new Conflict('channel/no_secret', 'Only channels of the type webhook have a secret.');
}

export function noSuchDelivery(): NotFound {
  return new NotFound('delivery/not_found', 'There is no such delivery.');
}

export function notDead(): Conflict {
  return new Conflict('delivery/state', 'Only a delivery that has been given up can be tried again.');
}
