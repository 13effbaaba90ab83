import type { Pool } from 'pg';
import type { Environment } from '../platform/config/environment.ts';
import {
  migrationFaults,
  reasonOf,
  roleFaults,
  rowSecurityFaults,
} from '../platform/database/startup-check.ts';
import { advice, CannotLook, fault, type Check, type Finding } from './finding.ts';

type Database = Pick<Pool, 'query'>;

/** The database, as the role that the API connects as. The API does not start with a fault of these. */
export function databaseChecks(
  database: Database,
  { databasePoolSize, processes }: Pick<Environment, 'databasePoolSize' | 'processes'>,
): Check[] {
  let answered: Promise<string | undefined> | undefined;
  const silence = () => (answered ??= reach(database));
  const check = (name: string, look: () => Promise<Finding[]>): Check => ({
    name: `database/${name}`,
    run: async () => {
      if ((await silence()) !== undefined) throw new CannotLook('the database cannot be reached');
      return look();
    },
  });
  const found = async (look: Promise<string[]>, expected: string, change: string) =>
    (await look).map((text) => fault(`${sentence(text)}`, expected, change));
  return [
    { name: 'database/reachable', run: async () => unreachable(await silence()) },
    check('migrations', () =>
      found(
        migrationFaults(database),
        'Every migration of this version is applied.',
        'Run "npm run db:migrate" with DATABASE_OWNER_URL (in the image: node dist/prisma/migrate.js).',
      ),
    ),
    check('role', () =>
      found(
        roleFaults(database),
        'The role of DATABASE_URL owns nothing, is no superuser, has no BYPASSRLS and no more than SELECT, INSERT, UPDATE and DELETE.',
        'Connect as a role of its own: "npm run db:migrate" makes the one of DATABASE_URL when DATABASE_OWNER_URL names the owner. A right too many: REVOKE it as the owner.',
      ),
    ),
    check('row_security', () =>
      found(
        rowSecurityFaults(database),
        'Every table with tenant_id has row-level security, enabled and forced, and a policy on app.tenant_id.',
        'As the owner, in a migration: ALTER TABLE … ENABLE ROW LEVEL SECURITY, ALTER TABLE … FORCE ROW LEVEL SECURITY, and the policy tenant_rows as the other tables have it.',
      ),
    ),
    check('connections', () => connections(database, databasePoolSize, processes)),
  ];
}

async function reach(database: Database): Promise<string | undefined> {
  try {
    await database.query('SELECT 1');
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

function unreachable(reason: string | undefined): Finding[] {
  if (reason === undefined) return [];
  return [
    fault(
      `The database of DATABASE_URL cannot be reached: ${reason}`,
      'PostgreSQL answers at DATABASE_URL within 5 s.',
      'Look at host, port, user and password in DATABASE_URL, at the security group or firewall between, and at whether the server asks for TLS (?sslmode=require).',
    ),
  ];
}

/** Beside the two pools: five to send alerts, one to listen, one to spare. */
const FURTHER_CONNECTIONS = 7;

/** While a new version replaces the old one, both are connected. */
async function connections(database: Database, poolSize: number, processes: number): Promise<Finding[]> {
  const { rows } = await database.query<{ available: number }>(
    `SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
       - coalesce(current_setting('reserved_connections', true), '0')::int AS available`,
  );
  const available = rows[0]?.available ?? 0;
  const needed = processes * (poolSize + Math.max(2, Math.ceil(poolSize / 2)) + FURTHER_CONNECTIONS);
  const whose = processes === 1 ? 'One process' : `${processes} processes (WEB_CONCURRENCY)`;
  if (2 * needed <= available) return [];
  return [
    advice(
      `${whose} of the API ${processes === 1 ? 'takes' : 'take'} up to ${needed} connections, and the server has ${available} for everybody.`,
      'Room for twice as many at least, so that a new version can start beside the old one.',
      'Lower DATABASE_POOL_SIZE, which counts for each process, raise max_connections (Terraform: aws_db_parameter_group), or put PgBouncer in transaction mode between.',
    ),
  ];
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
