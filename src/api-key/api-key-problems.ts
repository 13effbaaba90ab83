import { Conflict, NotFound } from '../platform/http/problem.ts';

export const MOST_KEYS = 100;

export function noSuchApiKey(): NotFound {
  return new NotFound('api_key/not_found', 'There is no such API key.');
}

export function tooManyApiKeys(): Conflict {
  return new Conflict(
    'api_key/too_many',
    `The tenant has ${MOST_KEYS} API keys. Revoke those that are not used any more.`,
  );
}
