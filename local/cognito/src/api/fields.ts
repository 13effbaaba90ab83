import type { Service } from '../service.ts';
import type { Client, Pool, User } from '../store/model.ts';
import type { Attributes } from '../user/attributes.ts';
import { userOf } from '../user/find.ts';
import type { Input } from './input.ts';

/** Lengths and patterns are those of the API's model. */
const POOL_ID = /^[\w-]+_[0-9a-zA-Z]+$/;
const CLIENT_ID = /^[\w+]+$/;
const NAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u;

export function readPool(service: Service, input: Input, name = 'UserPoolId'): Pool {
  return service.store.pool(input.text(name, { max: 55, pattern: POOL_ID }));
}

export function readClientId(input: Input): string {
  return input.text('ClientId', { max: 128, pattern: CLIENT_ID });
}

export function readClient(service: Service, input: Input): { pool: Pool; client: Client } {
  return service.store.client(readClientId(input));
}

export function readUsername(input: Input): string {
  return input.text('Username', { max: 128, pattern: NAME });
}

/** The pool and the user of a management call. @throws UserNotFoundException whatever the client hides */
export function readPoolAndUser(service: Service, input: Input): { pool: Pool; user: User } {
  const pool = readPool(service, input);
  return { pool, user: userOf(pool, readUsername(input)) };
}

/** `[{Name, Value}]`; a later value of the same name wins. */
export function readAttributes(input: Input, name = 'UserAttributes'): Attributes {
  const entries = (input.objects(name) ?? []).map((item): [string, string] => [
    item.text('Name', { max: 32 }),
    item.optionalText('Value', { min: 0, max: 2048 }) ?? '',
  ]);
  return Object.fromEntries(entries);
}

export function readGroupName(input: Input): string {
  return input.text('GroupName', { max: 128, pattern: NAME });
}

export function readMetadata(input: Input): Record<string, string> | undefined {
  const metadata = input.map('ClientMetadata');
  return metadata.size === 0 ? undefined : Object.fromEntries(metadata);
}

/** Dates go over this protocol as seconds with a fraction. */
export function epoch(ms: number): number {
  return ms / 1000;
}
