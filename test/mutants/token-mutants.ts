import { without, type Mutant } from './mutant.ts';

const VERIFIER = 'src/auth/token-verifier.ts';
const CLAIMS = 'src/auth/token-claims.ts';
const HEADER = 'src/auth/token-header.ts';
const REMEMBERED = 'src/auth/verified-tokens.ts';
const SIGN_OUTS = 'src/auth/sign-outs.ts';
const KEY_SET = 'src/auth/key-set.ts';

const TOKENS = ['test/attack/tokens.e2e-spec.ts'];
const ROUTES = ['test/attack/tokens-routes.e2e-spec.ts'];
const HEADER_SPEC = ['src/auth/token-header.spec.ts'];
const CLAIMS_SPEC = ['src/auth/token-claims.spec.ts'];
const REMEMBERED_SPEC = ['src/auth/verified-tokens.spec.ts'];
const SIGN_OUTS_SPEC = ['src/auth/sign-outs.spec.ts'];
const KEYS = ['src/auth/signing-keys.spec.ts'];

const HEADER_ALGORITHM = "if (alg !== 'RS256') throw new Unauthorized('algorithm is not RS256');";

/** Who is it? */
export const TOKEN_MUTANTS: readonly Mutant[] = [
  {
    control: 'Any algorithm of RSA will do',
    edits: [
      { file: HEADER, search: HEADER_ALGORITHM, replace: '' },
      { file: VERIFIER, search: "algorithms: ['RS256'],", replace: '' },
    ],
    specs: TOKENS,
  },
  without('The header may name any algorithm', HEADER, HEADER_ALGORITHM, '', HEADER_SPEC),
  without(
    'The signature is not checked',
    VERIFIER,
    'jwt.verify(token, key, {',
    'void (token, key, {',
    TOKENS,
  ),
  without('The issuer is not checked', VERIFIER, 'issuer: this.issuer,\n          clock', 'clock', TOKENS),
  without(
    'A token never expires',
    VERIFIER,
    'clockTolerance: CLOCK_TOLERANCE,',
    'clockTolerance: CLOCK_TOLERANCE,\n        ignoreExpiration: true,',
    TOKENS,
  ),
  without('Clocks may differ by an hour', CLAIMS, 'CLOCK_TOLERANCE = 5', 'CLOCK_TOLERANCE = 3_600', ROUTES),
  without(
    'Tokens of every client count',
    CLAIMS,
    'clientId === null || !expected.clientIds.has(clientId)',
    'clientId === null',
    TOKENS,
  ),
  without(
    'The use of the token is not checked',
    VERIFIER,
    'if (!uses.includes(principal.tokenUse))',
    'if (false)',
    ROUTES,
  ),
  without(
    'A token without a use is an access token',
    CLAIMS,
    "if (use !== 'access' && use !== 'id') throw",
    "if (use !== 'access' && use !== 'id') return 'access';\n  if (use === undefined) throw",
    CLAIMS_SPEC,
  ),
  without(
    'A route without annotation is public',
    'src/auth/cognito-auth.guard.ts',
    'routeAccess(this.reflector, context) ?? this.defaultUses',
    "routeAccess(this.reflector, context) ?? 'public'",
    ROUTES,
  ),
  without(
    'A token may be from the future',
    CLAIMS,
    'if (issuedAt > expected.now + CLOCK_TOLERANCE) throw',
    'if (false) throw',
    CLAIMS_SPEC,
  ),
  without(
    'A token may live for years',
    CLAIMS,
    'if (expiresAt - issuedAt > LONGEST_LIFE) throw',
    'if (false) throw',
    CLAIMS_SPEC,
  ),
  without(
    'A time may be infinite',
    CLAIMS,
    "typeof value !== 'number' || !Number.isFinite(value)",
    "typeof value !== 'number'",
    CLAIMS_SPEC,
  ),
  without(
    'A subject may be anything',
    CLAIMS,
    'subject === null || !SUBJECT.test(subject)',
    'subject === null',
    CLAIMS_SPEC,
  ),
  without(
    'A claim may be of any type',
    CLAIMS,
    "if (typeof value !== 'string') throw",
    "if (typeof value !== 'string') return String(value);\n  if (value === '') throw",
    ['test/tenancy/names.e2e-spec.ts'],
  ),
  without(
    'Parameters that change the meaning are ignored',
    HEADER,
    "['crit', 'b64', 'zip', 'cty']",
    '[] as string[]',
    HEADER_SPEC,
  ),
  without(
    'The type of the token is not looked at',
    HEADER,
    "if (typ !== undefined && typ !== 'JWT') throw",
    'if (false) throw',
    HEADER_SPEC,
  ),
  without(
    'A key id may be anything',
    HEADER,
    "typeof kid !== 'string' || !KEY_ID.test(kid)",
    "typeof kid !== 'string'",
    HEADER_SPEC,
  ),
  without('A token may be of any length', HEADER, 'token.length > MAX_TOKEN_LENGTH || ', '', HEADER_SPEC),
  without(
    'Who signed out goes on',
    VERIFIER,
    "if (await this.signOuts.denies(principal)) throw new Unauthorized('signed out');",
    '',
    ['src/auth/token-verifier.spec.ts'],
  ),
  without(
    'An old list of sign-outs will do',
    SIGN_OUTS,
    'if (stale && !(await this.refresh()))',
    'if (false)',
    SIGN_OUTS_SPEC,
  ),
  without(
    'Sign-outs of other instances are not looked for',
    SIGN_OUTS,
    'this.timer = setInterval(() => void this.refresh(), POLL_EVERY).unref();',
    '',
    SIGN_OUTS_SPEC,
  ),
  without(
    'A remembered token never expires',
    REMEMBERED,
    'Date.now() / 1_000 < entry.principal.expiresAt && ',
    '',
    REMEMBERED_SPEC,
  ),
  without(
    'A remembered token outlives its key',
    REMEMBERED,
    'return (await this.keys.get(kid)) === key;',
    'return kid !== "" && key !== undefined;',
    REMEMBERED_SPEC,
  ),
  without('Keys may be weak', KEY_SET, 'modulusLength >= MIN_MODULUS_BITS && ', '', KEYS),
  without('Exponents may be tiny', KEY_SET, ' && publicExponent >= MIN_EXPONENT', '', KEYS),
  without(
    'A key id may name two keys',
    KEY_SET,
    'kid === undefined || occurrences.get(kid)?.length !== 1',
    'kid === undefined',
    KEYS,
  ),
  without(
    'Of two Authorization headers the first counts',
    'src/auth/bearer-token.ts',
    'if (values.length > 1) throw',
    'if (false) throw',
    ['src/auth/bearer-token.spec.ts'],
  ),
  without(
    'The group is not looked at',
    'src/auth/group.guard.ts',
    'if (!principal.groups.includes(group)) throw groupMissing(group);',
    '',
    ['src/auth/group.guard.spec.ts'],
  ),
  without(
    'An unreachable key endpoint means a bad token',
    VERIFIER,
    'if (error instanceof Problem) throw error;',
    '',
    ['src/auth/token-verifier.spec.ts'],
  ),
];
