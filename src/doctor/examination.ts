import pg from 'pg';
import { ConfigurationError } from '../platform/config/read-environment.ts';
import { apiClientChecks } from './api-client-checks.ts';
import { clientChecks } from './client-checks.ts';
import { databaseChecks } from './database-checks.ts';
import { diagnose, exitCodeOf, type Diagnosis } from './diagnosis.ts';
import { domainChecks } from './domain-checks.ts';
import { CannotLook, fault, type Check, type Finding } from './finding.ts';
import { poolChecks } from './pool-checks.ts';
import { readSetup, type Setup } from './setup.ts';
import { swaggerClientChecks } from './swagger-client-checks.ts';
import { tenantChecks } from './tenant-checks.ts';
import { tokenChecks } from './token-checks.ts';
import { UserPool } from './user-pool.ts';
import { webClientChecks } from './web-client-checks.ts';
import { WellKnown } from './well-known.ts';

export interface Examination {
  readonly diagnosis: Diagnosis;
  /** 0: no fault. 1: faults. 2: it could not look, wholly or at something, and found no fault elsewhere. */
  readonly exitCode: 0 | 1 | 2;
}

/** Looks at everything that the variables name, and changes nothing. */
export async function examine(raw: Readonly<Record<string, string | undefined>>): Promise<Examination> {
  try {
    const diagnosis = await examineSetup(readSetup(raw));
    return { diagnosis, exitCode: exitCodeOf(diagnosis) };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { diagnosis: await misconfigured(error.faults), exitCode: 2 };
  }
}

async function examineSetup(setup: Setup): Promise<Diagnosis> {
  const { cognito, databaseUrl } = setup.environment;
  const pool = new UserPool(cognito.region, cognito.userPoolId);
  const wellKnown = new WellKnown(setup.endpoint, cognito.userPoolId);
  const database = openDatabase(databaseUrl);
  try {
    return await diagnose(`The user pool ${cognito.userPoolId} at ${setup.endpoint}, and its application`, [
      { name: 'configuration', run: () => Promise.resolve([]) },
      ...poolChecks(pool, setup),
      ...tenantChecks(pool, setup),
      ...clientChecks(pool, setup),
      ...apiClientChecks(pool, setup),
      ...webClientChecks(pool, setup),
      ...swaggerClientChecks(pool, setup),
      ...domainChecks(pool, wellKnown, setup),
      ...tokenChecks(pool, wellKnown, setup),
      ...databaseChecks(database, setup.environment),
    ]);
  } finally {
    pool.close();
    await database.end();
  }
}

/** As the API connects, and with nothing but reading in mind. */
function openDatabase(connectionString: string): pg.Pool {
  const database = new pg.Pool({
    connectionString,
    max: 1,
    application_name: 'tenantry-doctor',
    connectionTimeoutMillis: 5_000,
    query_timeout: 10_000,
  });
  // An 'error' without listener ends the process.
  database.on('error', () => undefined);
  return database;
}

const GROUPS = [
  'pool',
  'tenant',
  'clients',
  'api_client',
  'web_client',
  'swagger_client',
  'domain',
  'tokens',
  'database',
];

/** Without a valid configuration it is not known what to look at. */
function misconfigured(faults: readonly string[]): Promise<Diagnosis> {
  const configuration: Check = {
    name: 'configuration',
    run: () => Promise.resolve(faults.map(misconfiguration)),
  };
  const others = GROUPS.map((group): Check => {
    return {
      name: `${group}/*`,
      run: () => Promise.reject(new CannotLook('the configuration is not valid')),
    };
  });
  return diagnose('The configuration', [configuration, ...others]);
}

function misconfiguration(text: string): Finding {
  const [variable = ''] = text.split(' ');
  const remedy = text.includes(' is missing') ? `Set ${variable}` : `Correct ${variable}, or take it out,`;
  return fault(
    `${text}.`,
    'Every variable is there and well formed, and fit for NODE_ENV.',
    `${remedy} in the environment or in .env; .env.example explains the variables.`,
  );
}
