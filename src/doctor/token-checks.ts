import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import { downloadJwks } from '../auth/jwks-download.ts';
import { readKeySet } from '../auth/key-set.ts';
import { advice, CannotLook, fault, type Check, type Finding } from './finding.ts';
import type { Setup } from './setup.ts';
import type { UserPool } from './user-pool.ts';
import { causeOf, type WellKnown } from './well-known.ts';

/** What the verification of tokens rests on: the issuer, the keys and the time. */
export function tokenChecks(pool: Pick<UserPool, 'describe'>, wellKnown: WellKnown, setup: Setup): Check[] {
  const { jwksUri } = setup.environment.cognito;
  let configured: Promise<ReadonlySet<string> | Error> | undefined;
  const keys = () => (configured ??= keyIds(jwksUri).catch((error: unknown) => asError(error)));
  return [
    { name: 'tokens/issuer', run: () => issuer(pool, wellKnown, setup) },
    { name: 'tokens/keys', run: async () => unreadable(jwksUri, await keys()) },
    { name: 'tokens/keys_of_pool', run: async () => foreign(jwksUri, await keys(), wellKnown) },
    { name: 'tokens/clock', run: () => clock(wellKnown) },
  ];
}

async function issuer(
  pool: Pick<UserPool, 'describe'>,
  wellKnown: WellKnown,
  setup: Setup,
): Promise<Finding[]> {
  const { issuer: configured } = setup.environment.cognito;
  const actual = await issuerOf(await pool.describe(), wellKnown, setup);
  if (configured === actual) return [];
  return [
    fault(
      `The API expects tokens of the issuer ${configured}, and this pool signs as ${actual}: every token is refused.`,
      `COGNITO_ISSUER is ${actual}, to the letter, without a slash at the end.`,
      `Set COGNITO_ISSUER to ${actual}, for the API and the front end, or leave it out of the API's environment where it is the default.`,
    ),
  ];
}

async function issuerOf(
  described: UserPoolType,
  wellKnown: WellKnown,
  { environment }: Setup,
): Promise<string> {
  if (described.IssuerConfiguration?.Type !== 'UPDATED') return (await wellKnown.published()).issuer;
  const { region, userPoolId } = environment.cognito;
  return `https://issuer-cognito-idp.${region}.amazonaws.com/${userPoolId}`;
}

async function keyIds(uri: string): Promise<ReadonlySet<string>> {
  return new Set((await readKeySet(await downloadJwks(uri, fetch))).keys.keys());
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function unreadable(uri: string, keys: ReadonlySet<string> | Error): Finding[] {
  if (!(keys instanceof Error)) return [];
  return [
    fault(
      `There are no signing keys to be had at ${uri} (${causeOf(keys)}): no token can be verified.`,
      'A set of RS256 keys within 3 s.',
      'Look at COGNITO_JWKS_URI (by default COGNITO_ISSUER with /.well-known/jwks.json), and at whether the network of the API lets it out to that address by HTTPS.',
    ),
  ];
}

async function foreign(
  uri: string,
  keys: ReadonlySet<string> | Error,
  wellKnown: WellKnown,
): Promise<Finding[]> {
  if (keys instanceof Error) throw new CannotLook('there are no signing keys');
  const actual = await keyIds(wellKnown.jwksUri).catch((error: unknown) => {
    throw new CannotLook(`${wellKnown.jwksUri} cannot be read (${causeOf(error)})`);
  });
  if ([...actual].every((kid) => keys.has(kid))) return [];
  return [
    fault(
      `The keys at ${uri} are not those that this pool signs with: every token is refused.`,
      `The keys of ${wellKnown.jwksUri}.`,
      'Set COGNITO_JWKS_URI to that address, or leave it out where COGNITO_ISSUER is the pool.',
    ),
  ];
}

const SECOND = 1_000;

async function clock(wellKnown: WellKnown): Promise<Finding[]> {
  const { ahead } = await wellKnown.published();
  if (ahead === undefined) throw new CannotLook('Cognito did not say what time it is');
  const seconds = Math.round(ahead / SECOND);
  if (Math.abs(seconds) <= 5) return [];
  const grade = Math.abs(seconds) > 30 ? fault : advice;
  const direction = seconds > 0 ? 'behind' : 'ahead of';
  return [
    grade(
      `The clock of this machine is ${Math.abs(seconds)} s ${direction} Cognito's.`,
      'At most 5 s: tokens from the future are refused, and expired ones must not be accepted.',
      'Keep time by NTP: chronyd with the Amazon Time Sync Service (169.254.169.123) on EC2, or "timedatectl set-ntp true".',
    ),
  ];
}
