import { createHash, timingSafeEqual } from 'node:crypto';
import { BadRequest } from '../platform/http/problem.ts';

/**
 * What the client keeps between the sign-in and the new password: Cognito's session, the real username that the
 * challenge named (Cognito wants it back, not the e-mail), and whose e-mail it was asked with. It needs no signature:
 * Cognito binds the session to the user itself, and refuses it with any other name.
 */
interface ChallengeSession {
  readonly username: string;
  readonly session: string;
}

export function sealChallenge(email: string, { username, session }: ChallengeSession): string {
  return Buffer.from(JSON.stringify([fingerprint(email).toString('base64url'), username, session])).toString(
    'base64url',
  );
}

/** @throws {BadRequest} `user/invalid_session` when it was not made by {@link sealChallenge} for this e-mail */
export function openChallenge(email: string, sealed: string): ChallengeSession {
  const [owner, username, session] = parse(sealed);
  if (typeof owner !== 'string' || typeof username !== 'string' || typeof session !== 'string')
    throw invalidSession();
  const expected = fingerprint(email);
  const given = Buffer.from(owner, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw invalidSession();
  return { username, session };
}

export function invalidSession(cause?: unknown): BadRequest {
  return new BadRequest('user/invalid_session', 'The session is not valid or has expired. Sign in again.', {
    cause,
  });
}

function parse(sealed: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(sealed, 'base64url').toString('utf8'));
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

function fingerprint(email: string): Buffer {
  return createHash('sha256').update(email.toLowerCase()).digest();
}
