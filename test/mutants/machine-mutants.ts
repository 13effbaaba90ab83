import { without, type Mutant } from './mutant.ts';

const ACCESS = 'src/tenancy/machine-access.ts';
const SERVICE = 'src/api-key/api-key.service.ts';

const WAYS = ['test/api-key/machine-access.e2e-spec.ts'];
const TENANTS = ['test/api-key/key-tenants.e2e-spec.ts'];
const KEYS = ['test/api-key/api-keys.e2e-spec.ts'];

/** What an API key is worth, and where. */
export const MACHINE_MUTANTS: readonly Mutant[] = [
  without(
    'The secret of an API key is not compared',
    ACCESS,
    'if (!timingSafeEqual(row.keyHash, key.hash))',
    'if (false)',
    WAYS,
  ),
  without('An expired API key goes on', ACCESS, 'if (row.isExpired)', 'if (false)', WAYS),
  without('A revoked API key goes on', ACCESS, 'if (row.isRevoked)', 'if (false)', WAYS),
  without(
    'The scope of an API key does not matter',
    ACCESS,
    'if (!row.scopes.includes(scope))',
    'if (false)',
    WAYS,
  ),
  without(
    'An API key goes on in a suspended tenant',
    ACCESS,
    "if (row.tenantStatus !== 'active')",
    'if (false)',
    WAYS,
  ),
  without(
    'An API key may come with the name of another tenant',
    ACCESS,
    'this.requireNoOther(request, key);',
    '',
    TENANTS,
  ),
  without(
    'An API key may come to the host of another tenant',
    'src/tenancy/tenant-name.ts',
    "mode === 'subdomain' ? tenantOfHost(request, mainDomain ?? '') : undefined,",
    '',
    TENANTS,
  ),
  without(
    'An API key of any tenant is good where there is one',
    ACCESS,
    'if (!enabled && key.tenantId !== SINGLE_TENANT.id)',
    'if (false)',
    TENANTS,
  ),
  without(
    'Of two API keys one counts',
    'src/tenancy/sent-api-key.ts',
    'if (lines !== 1)',
    'if (lines === 0)',
    WAYS,
  ),
  {
    control: "A machine's route takes a user's token as well, not an API key alone",
    edits: [
      {
        file: 'src/auth/cognito-auth.guard.ts',
        search: "if (access === 'public' || access === 'machine') return true;",
        replace: `if (access === 'public') return true;
    if (access === 'machine') {
      const { rawHeaders: lines } = context.switchToHttp().getRequest<Request>();
      const sent = await Promise.resolve().then(() => this.tokens.verify(bearerToken(lines), ['access'])).catch(() => undefined);
      if (sent !== undefined) Object.assign(currentContext() ?? {}, { principal: sent });
      return true;
    }`,
      },
      {
        file: 'src/tenancy/tenant.guard.ts',
        search: 'const { tenant, apiKey }: Admitted = isMachine',
        replace: 'const { tenant, apiKey }: Admitted = isMachine && context.principal === undefined',
      },
    ],
    specs: WAYS,
  },
  without(
    'An API key is made without asking again who makes it',
    SERVICE,
    "await holdMembers(db, 'admin');",
    '',
    KEYS,
  ),
  without('There may be any number of API keys', SERVICE, '>= MOST_KEYS', '>= Infinity', KEYS),
];
