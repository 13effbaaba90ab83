import { expect } from '@jest/globals';

/** The call is refused with an error of this name; answers its message. */
export async function refused(call: Promise<unknown>, name: string, message?: RegExp): Promise<string> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof Error)) throw new Error(`expected ${name}, but the call succeeded`);
  expect({ name: outcome.name, message: outcome.message }).toMatchObject({ name });
  if (message) expect(outcome.message).toMatch(message);
  return outcome.message;
}

export function part(token: string, index: 0 | 1): Record<string, unknown> {
  const value: unknown = JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString('utf8'));
  return value as Record<string, unknown>;
}

export const headerOf = (token: string) => part(token, 0);
export const claimsOf = (token: string) => part(token, 1);
