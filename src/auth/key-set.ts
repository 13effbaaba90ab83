import { createPublicKey, type KeyObject } from 'node:crypto';
import { JwksClient } from 'jwks-rsa';

/** What a published JWK set means to us. */
export interface KeySet {
  /** Keys that may verify RS256 signatures, by key id. Never empty. */
  readonly keys: ReadonlyMap<string, KeyObject>;
  /** Key ids that are published with something we do not accept: weak, ambiguous, private, not for signing. */
  readonly refused: ReadonlySet<string>;
}

const MIN_MODULUS_BITS = 2048;
/** With a tiny exponent a signature can be made without the private key. */
const MIN_EXPONENT = 65_537n;

/**
 * Parses a JWK set (RFC 7517) with jwks-rsa and keeps public RSA keys for RS256 alone (RFC 7518 section 3.3 asks
 * for 2048 bits or more). A key id that appears twice names no key: which one counted would depend on the order.
 * @throws Error when it is no JWK set, or no key of it is acceptable.
 */
export async function readKeySet(published: unknown): Promise<KeySet> {
  const entries = entriesOf(published);
  const occurrences = Map.groupBy(entries.map(keyIdOf), (kid) => kid);
  // jwks-rsa drops private keys, symmetric keys and those marked for encryption. It is used as a parser here:
  // its cache and limiter would let a caller with invented key ids lock everybody out.
  const parser = new JwksClient({
    cache: false,
    rateLimit: false,
    fetcher: () => Promise.resolve({ keys: entries }),
  });

  const keys = new Map<string, KeyObject>();
  for (const { kid, alg, publicKey } of (await parser.getSigningKeys()).map(asSigningKey)) {
    if (kid === undefined || occurrences.get(kid)?.length !== 1) continue;
    const key = createPublicKey(publicKey);
    if ((alg === undefined || alg === 'RS256') && isStrongRsa(key)) keys.set(kid, key);
  }
  if (keys.size === 0) throw new Error('the key set holds no acceptable key');

  const refused = new Set([...occurrences.keys()].filter((kid) => kid !== undefined && !keys.has(kid)));
  return { keys, refused: refused as ReadonlySet<string> };
}

function entriesOf(published: unknown): Record<string, unknown>[] {
  const keys: unknown = (published as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(keys)) throw new Error('the key endpoint did not answer with a JWK set');
  return keys.filter((entry) => typeof entry === 'object' && entry !== null);
}

function keyIdOf(entry: Record<string, unknown>): string | undefined {
  return typeof entry['kid'] === 'string' ? entry['kid'] : undefined;
}

/** jwks-rsa's types promise `kid` and `alg` always; it sets them only when the entry had them. */
function asSigningKey(key: { kid?: string; alg?: string; getPublicKey(): string }) {
  return { kid: key.kid, alg: key.alg, publicKey: key.getPublicKey() };
}

/** Keys of other kinds have no modulus. */
function isStrongRsa({ asymmetricKeyDetails }: KeyObject): boolean {
  const { modulusLength = 0, publicExponent = 0n } = asymmetricKeyDetails ?? {};
  return modulusLength >= MIN_MODULUS_BITS && publicExponent >= MIN_EXPONENT;
}
