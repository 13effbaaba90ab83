import { without, type Mutant } from './mutant.ts';

const BODY = 'src/platform/http/json-body.ts';
const SETUP = 'src/app.setup.ts';
const VALIDATION = 'src/platform/http/validation.ts';
const FAILURES = 'src/platform/http/problem-of.ts';
const LIMITER = 'src/user/sign-in-limiter.ts';
const LIMITS = 'src/user/rate-limits.ts';

const HTTP = ['test/http/http.e2e-spec.ts'];
const ITEMS = ['test/item/items.e2e-spec.ts'];
const ODD_TEXT = ['test/attack/odd-text.e2e-spec.ts'];
const CURSOR = ['src/platform/http/cursor.spec.ts'];
const REFUSALS = ['test/user/refusals.e2e-spec.ts'];
const PASSWORDS = ['test/user/passwords.e2e-spec.ts'];
const ENVIRONMENT = ['src/platform/config/read-environment.spec.ts'];

/** Is the input sound, and is nothing said that should not be? */
export const HTTP_MUTANTS: readonly Mutant[] = [
  without(
    'A cursor needs no seal',
    'src/platform/http/cursor.ts',
    'timingSafeEqual(bytes.subarray(0, TAG_BYTES), this.tag(list, payload))',
    'true',
    CURSOR,
  ),
  without(
    'A cursor is not bound to its list',
    'src/platform/http/cursor.ts',
    '.update(`${list.length}:${list}`)',
    '',
    CURSOR,
  ),
  without(
    'A cursor of items is not bound to the tenant',
    'src/tenancy/tenant-list.ts',
    'JSON.stringify([this.tenants.id, ...list])',
    'JSON.stringify([...list])',
    ['test/matrix/matrix.e2e-spec.ts'],
  ),
  without('JSON may be nested at will', BODY, 'if (nestsDeeper(sent, MAX_DEPTH))', 'if (false)', HTTP),
  without(
    'Forms and plain text are bodies too',
    BODY,
    'if (isIt && !packed) return next();',
    'return next();',
    HTTP,
  ),
  without(
    'A body may be of any size',
    BODY,
    'text({ limit: limitBytes, type: () => true })',
    "text({ limit: '1gb', type: () => true })",
    HTTP,
  ),
  without(
    'Fields may be named for prototypes',
    BODY,
    'if (FORBIDDEN_KEYS.has(key)) yield',
    'if (false) yield',
    ITEMS,
  ),
  without(
    'Text may hold NUL',
    BODY,
    "if (value.includes('\\0') || !value.isWellFormed())",
    'if (!value.isWellFormed())',
    ODD_TEXT,
  ),
  without(
    'Text may be malformed',
    BODY,
    "if (value.includes('\\0') || !value.isWellFormed())",
    "if (value.includes('\\0'))",
    ODD_TEXT,
  ),
  without(
    'A query may hold what a body may not',
    'src/platform/http/characters.validator.ts',
    "if (value.includes('\\0') || !value.isWellFormed()) return false;",
    '',
    ODD_TEXT,
  ),
  without(
    'Unknown fields are dropped, not refused',
    VALIDATION,
    "forbidNonWhitelisted: unknownFields === 'refused',",
    '',
    ITEMS,
  ),
  without(
    'Input is not validated',
    'src/app.module.ts',
    '{ provide: APP_PIPE, useFactory: validationPipe },',
    '',
    ITEMS,
  ),
  without('Every origin is allowed', SETUP, 'origin: [...corsAllowedOrigins],', 'origin: true,', HTTP),
  without(
    'Other origins may send credentials',
    SETUP,
    'maxAge: 600,',
    'maxAge: 600,\n    credentials: true,',
    HTTP,
  ),
  without(
    'Answers may be kept by caches',
    'src/platform/http/answer-headers.middleware.ts',
    "'Cache-Control': 'private, no-store',",
    '',
    HTTP,
  ),
  without(
    'Answers do not vary with who asks',
    'src/platform/http/answer-headers.middleware.ts',
    "Vary: 'Authorization, Origin',",
    '',
    HTTP,
  ),
  without(
    'Answers may be framed and sniffed',
    'src/platform/http/answer-headers.middleware.ts',
    '...headersBy(helmet(NOTHING_ALLOWED)),',
    '',
    HTTP,
  ),
  without(
    'A request id may be anything',
    'src/platform/http/request-context.middleware.ts',
    "typeof sent === 'string' && REQUEST_ID.test(sent) ? sent",
    "typeof sent === 'string' ? sent",
    HTTP,
  ),
  without(
    'Errors are not told in one form',
    'src/app.module.ts',
    '{ provide: APP_FILTER, useClass: ProblemFilter },',
    '',
    HTTP,
  ),
  without(
    'Unexpected errors tell what happened',
    FAILURES,
    "new InternalError('internal', 'Something went wrong on our side.', { cause: thrown })",
    "new InternalError('internal', String(thrown), { cause: thrown })",
    ['src/platform/http/problem-of.spec.ts'],
  ),
  without(
    'Database errors tell what happened',
    FAILURES,
    "new Conflict('request/conflict', 'That already exists.', { cause: thrown })",
    "new Conflict('request/conflict', String(thrown), { cause: thrown })",
    ['src/platform/http/problem-of.spec.ts'],
  ),
  without(
    '401 says why',
    'src/platform/http/problem.ts',
    "super('auth/unauthorized', 'A valid token is required.', {",
    "super('auth/unauthorized', reason, {",
    ['test/attack/tokens.e2e-spec.ts'],
  ),
  without(
    '401 names no scheme',
    'src/platform/http/problem.ts',
    "headers: { 'WWW-Authenticate': 'Bearer' },",
    '',
    ['test/attack/tokens.e2e-spec.ts'],
  ),
  without(
    'If-Match is not looked at',
    'src/platform/http/entity-tag.ts',
    'if (expected === undefined || expected.has(version)) return;',
    'return;',
    ITEMS,
  ),
  without(
    'An account can be tried at will',
    LIMITER,
    'if (rowCount === 1) return;',
    'if (rowCount !== null) return;',
    REFUSALS,
  ),
  without(
    'An address can try a list of accounts',
    LIMITER,
    'await this.refuseAfter(await this.limits.signInFromAddress(), account);',
    'await this.limits.signInFromAddress();',
    ['test/attack/rate-limits.e2e-spec.ts'],
  ),
  without(
    "Cognito's quota can be used up",
    LIMITER,
    'await this.refuseAfter(await this.limits.signInOfAll(), account);',
    '',
    ['test/attack/rate-limits.e2e-spec.ts'],
  ),
  without(
    'Codes can be tried at will',
    LIMITS,
    'return take(this.codeTriesOfAccount, hashed(email));',
    'return Promise.resolve(null);',
    PASSWORDS,
  ),
  without(
    'Codes can be asked for at will',
    LIMITS,
    'return (await take(this.codesOfAddress, address())) ?? (await take(this.codesOfAccount, hashed(email)));',
    'return null;',
    ['test/attack/rate-limits.e2e-spec.ts'],
  ),
  without(
    'A challenge serves for any account',
    'src/user/challenge-session.ts',
    'if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw invalidSession();',
    '',
    ['src/user/challenge-session.spec.ts'],
  ),
  without(
    'Production takes an issuer without TLS',
    'src/platform/config/production-faults.ts',
    "if (variables[name]?.startsWith('http://'))",
    'if (false)',
    ENVIRONMENT,
  ),
  without(
    'Production takes a placeholder for a secret',
    'src/platform/config/production-faults.ts',
    'if (secret !== undefined && PLACEHOLDER.test(secret))',
    'if (false)',
    ENVIRONMENT,
  ),
  without(
    'Production talks to any Cognito',
    'src/platform/config/production-faults.ts',
    'if (variables.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER !== undefined)',
    'if (false)',
    ENVIRONMENT,
  ),
];
