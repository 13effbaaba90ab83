import { Unauthorized } from '../platform/http/problem.ts';
import { readPart } from './token-part.ts';

/** Cognito's tokens are 1 to 4 KB; Node itself caps all header lines together at 16 KiB. */
const MAX_TOKEN_LENGTH = 8_192;
/** Compact serialization (RFC 7515 section 7.1): three parts of unpadded base64url, none empty. */
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const KEY_ID = /^[A-Za-z0-9+/=_-]{1,64}$/;
/** `crit`, `b64`, `zip` and `cty` change what the signature or the payload means; jsonwebtoken ignores them all. */
const REFUSED_PARAMETERS = ['crit', 'b64', 'zip', 'cty'];

/**
 * The key id of a token whose header is what Cognito writes: RS256, a `kid`, `typ` absent or `JWT`.
 * Nothing else of the header is used; `jku`, `jwk`, `x5u` and `x5c` would let the token choose its own key.
 * @throws Unauthorized
 */
export function keyIdOf(token: string): string {
  if (typeof token !== 'string' || token.length > MAX_TOKEN_LENGTH || !COMPACT.test(token)) {
    throw new Unauthorized('malformed token');
  }
  const header = readPart(token.split('.', 1)[0], 'header');
  const { alg, kid, typ } = header;
  if (alg !== 'RS256') throw new Unauthorized('algorithm is not RS256');
  if (REFUSED_PARAMETERS.some((name) => name in header)) {
    throw new Unauthorized('header parameter that is not understood');
  }
  if (typ !== undefined && typ !== 'JWT') throw new Unauthorized('type is not JWT');
  if (typeof kid !== 'string' || !KEY_ID.test(kid)) throw new Unauthorized('no usable key id');
  return kid;
}
