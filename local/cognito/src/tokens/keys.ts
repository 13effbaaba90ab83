import { createHash, createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { Pool, SigningKey } from '../store/model.ts';

const generate = promisify(generateKeyPair);
const USES = ['access', 'id'] as const;

interface KeyObjects {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const parsed = new WeakMap<SigningKey, KeyObjects>();

async function createKey(use: SigningKey['use'], now: number): Promise<SigningKey> {
  const { privateKey, publicKey } = await generate('rsa', { modulusLength: 2048 });
  const kid = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
  return { kid, use, active: true, privateJwk: { ...privateKey.export({ format: 'jwk' }) }, createdAt: now };
}

/**
 * New keys sign from now on, one for access and one for ID tokens, as in every pool of the service.
 * @param withdraw drops the earlier keys from the key set too, so that their tokens no longer verify.
 */
export async function rotateKeys(pool: Pool, now: number, withdraw = false): Promise<void> {
  const created = await Promise.all(USES.map((use) => createKey(use, now)));
  const kept = withdraw ? [] : pool.keys.map((key) => ({ ...key, active: false }));
  pool.keys = [...created, ...kept];
}

export function signingKey(pool: Pool, use: SigningKey['use']): { kid: string; key: KeyObject } {
  const key = pool.keys.find((candidate) => candidate.use === use && candidate.active);
  if (!key) throw new Error(`pool ${pool.id} has no ${use} key`);
  return { kid: key.kid, key: keyObjects(key).privateKey };
}

export function verificationKey(pool: Pool, kid: string): KeyObject | undefined {
  const key = pool.keys.find((candidate) => candidate.kid === kid);
  return key && keyObjects(key).publicKey;
}

/** The pool's key set (RFC 7517) as `/<pool>/.well-known/jwks.json` publishes it. */
export function jwks(pool: Pool): { keys: Record<string, unknown>[] } {
  return {
    keys: pool.keys.map((key) => {
      const { kty, n, e } = keyObjects(key).publicKey.export({ format: 'jwk' });
      return { alg: 'RS256', e, kid: key.kid, kty, n, use: 'sig' };
    }),
  };
}

function keyObjects(key: SigningKey): KeyObjects {
  const known = parsed.get(key);
  if (known) return known;
  const privateKey = createPrivateKey({ key: key.privateJwk, format: 'jwk' });
  const objects = { privateKey, publicKey: createPublicKey(privateKey) };
  parsed.set(key, objects);
  return objects;
}
