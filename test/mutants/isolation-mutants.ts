import { without, type Mutant } from './mutant.ts';

const ARGUMENTS = 'src/tenancy/tenant-arguments.ts';
const EXTENSION = 'src/tenancy/tenant-extension.ts';
const QUERY = 'src/platform/database/tenant-query.ts';
const POOL_FILE = 'src/platform/database/tenant-pool.ts';
const SEARCH = 'src/platform/database/list/term-search.ts';
const STATEMENTS = 'src/tenancy/tenant-statements.ts';

const LOCKS = ['test/isolation/locks.e2e-spec.ts'];
const POOL = ['test/isolation/pool.e2e-spec.ts'];
const UNIT = ['src/tenancy/tenant-arguments.spec.ts'];
const SCOPED = ['test/isolation/scoped-client.e2e-spec.ts'];
const START = ['test/isolation/startup-check.e2e-spec.ts'];
const MATRIX = ['test/matrix/matrix.e2e-spec.ts'];

const WHERE = 'return { ...this.key(given), tenantId: this.tenant };';
const PASS_ALL = 'return query(scopeArguments({ model, operation, args, tenant }) as never)';

/** Whose rows a statement reaches. */
export const ISOLATION_MUTANTS: readonly Mutant[] = [
  without('No operation is scoped', EXTENSION, PASS_ALL, 'return query(args)', LOCKS),
  {
    ...without(
      'No operation is scoped, seen from outside',
      EXTENSION,
      PASS_ALL,
      'return query(args)',
      MATRIX,
    ),
    // Each lock by itself: this one is gone, so the test that takes the other one away has to be left out.
    tests: '^(?!.*(id tokens|strict false|at least 2,000|With row-level security switched off))',
    expect: 'held',
  },
  without(
    'A statement by hand need not name the tenant',
    STATEMENTS,
    "if (!values.includes(this.tenants.id)) throw new Error('A statement has to name the tenant itself.');",
    'this.tenants.id;',
    ['test/isolation/statements.e2e-spec.ts'],
  ),
  without(
    'A statement by hand runs without a tenant',
    STATEMENTS,
    'if (!values.includes(this.tenants.id)) throw',
    'if (!values.includes("a")) throw',
    ['test/isolation/statements.e2e-spec.ts'],
  ),
  without('Filters are not scoped', ARGUMENTS, WHERE, 'return this.key(given);', LOCKS),
  without(
    'New rows are not scoped',
    ARGUMENTS,
    'return { ...data, tenantId: this.tenant };',
    'return data;',
    UNIT,
  ),
  without(
    'Another tenant may be named',
    ARGUMENTS,
    'if (tenantId !== undefined && tenantId !== this.tenant)',
    'if (false)',
    UNIT,
  ),
  without(
    'A row may move to another tenant',
    ARGUMENTS,
    "if (data['tenantId'] !== undefined) throw",
    'if (false) throw',
    UNIT,
  ),
  without(
    'Nested writes are allowed',
    ARGUMENTS,
    'if (relation !== undefined) throw',
    'if (false) throw',
    UNIT,
  ),
  without(
    'A filter may be undefined',
    ARGUMENTS,
    'if (dropped !== undefined) throw',
    'if (false) throw',
    UNIT,
  ),
  without(
    'Unknown operations pass',
    ARGUMENTS,
    'if (!rewrite) throw',
    'if (!rewrite) return call.args as never;\n  if (!rewrite) throw',
    UNIT,
  ),
  without(
    'Models of no tenant pass',
    ARGUMENTS,
    'if (!model) throw',
    'if (!model) return call.args as never;\n  if (!model) throw',
    UNIT,
  ),
  without(
    'A cursor is not looked at',
    ARGUMENTS,
    "cursor: scope.key(args['cursor'])",
    "cursor: args['cursor']",
    UNIT,
  ),
  without(
    'Unsafe raw statements pass',
    EXTENSION,
    'if (RAW_OPERATIONS.has(operation)) return',
    'if (operation) return',
    LOCKS,
  ),
  without(
    'Reads by id of several tenants share a statement',
    EXTENSION,
    "findUnique: viaFindFirst('findFirst'),",
    '',
    SCOPED,
  ),
  without(
    'Work without a tenant goes on',
    'src/tenancy/prisma.service.ts',
    '  if (!tenant)\n',
    "  if (!tenant) return '';\n  if (!tenant)\n",
    SCOPED,
  ),
  without(
    'The settings outlive their transaction',
    QUERY,
    "set_config('app.tenant_id', $1, true)",
    "set_config('app.tenant_id', $1, false)",
    POOL,
  ),
  without('Statements go out without settings', QUERY, 'if (this.settings) {', 'if (false) {', POOL),
  without(
    'Several statements may go out as one',
    QUERY,
    'requiresPreparation(): boolean {\n    return true;',
    'requiresPreparation(): boolean {\n    return false;',
    POOL,
  ),
  without(
    'The tenant is whose turn it is',
    POOL_FILE,
    'if (client) lend(client, settings, party);',
    'if (client) lend(client, this.currentSettings(), party);',
    POOL,
  ),
  without(
    'The settings of who had the connection before are kept',
    POOL_FILE,
    'tenantClient.settings = settings;',
    'tenantClient.settings = { ...settings, ...tenantClient.settings };',
    POOL,
  ),
  without(
    'Cursors and streams run without a tenant',
    POOL_FILE,
    "if (typeof config === 'object' && 'submit' in config)",
    'if (false)',
    POOL,
  ),
  without(
    'A broken connection is lent out again',
    POOL_FILE,
    'if (error && leavesConnectionUnusable(error))',
    'if (false)',
    POOL,
  ),
  without(
    'An unsafe database is used all the same',
    'src/platform/database/startup-check.ts',
    'if (faults.length > 0) throw new StartupRefused(faults);',
    '',
    START,
  ),
  without(
    'A superuser will do',
    'src/platform/database/startup-check.ts',
    'WHERE rolname = current_user AND rolsuper`',
    'WHERE false`',
    START,
  ),
  without(
    'BYPASSRLS will do',
    'src/platform/database/startup-check.ts',
    'WHERE rolname = current_user AND rolbypassrls`',
    'WHERE false`',
    START,
  ),
  without(
    'The list leaves the tenant to row-level security',
    SEARCH,
    'WHERE tenant_id = ${tenant} ${filter} ${beyond(order, after)}\n    ORDER BY',
    'WHERE true ${filter} ${beyond(order, after)}\n    ORDER BY',
    MATRIX,
  ),
  {
    control: 'The search leaves the tenant to row-level security',
    edits: [
      {
        file: SEARCH,
        search: 'SELECT * FROM ${table.rows} WHERE tenant_id = ${tenant} AND id = found.row_id',
        replace: 'SELECT * FROM ${table.rows} WHERE id = found.row_id',
      },
      {
        file: SEARCH,
        search: 'FROM ${table.terms} WHERE tenant_id = ${tenant} AND term = ${rarest',
        replace: 'FROM ${table.terms} WHERE term = ${rarest',
      },
      {
        file: SEARCH,
        search: 'WHERE t.tenant_id = ${tenant} AND t.term = wanted.term',
        replace: 'WHERE t.term = wanted.term',
      },
      {
        file: SEARCH,
        search: 'WHERE t.tenant_id = ${tenant} AND t.term = ANY',
        replace: 'WHERE t.term = ANY',
      },
    ],
    specs: MATRIX,
  },
  without(
    'A key may be used again for something else',
    'src/tenancy/idempotency-keys.ts',
    'if (recorded !== fingerprint) throw keyReused();',
    '',
    ['test/item/idempotency.e2e-spec.ts'],
  ),
  without(
    'One tenant can have all connections for its imports',
    'src/item/import-slots.ts',
    'if (own >= MOST_OF_TENANT || all >= this.most) throw importBusy();',
    '',
    ['test/item/import-hostile.e2e-spec.ts'],
  ),
];
