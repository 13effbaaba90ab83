import type { Client } from 'pg';

const GROUP = 'tenantry_runtime';

/** Two databases of one cluster may be migrated at once and touch the same row of `pg_authid`. */
const SIMULTANEOUS = new Set(['XX000', '42710', '23505', '40001']);

/**
 * Makes the login role of `runtimeUrl` if it does not exist, with nothing but that URL's password, and puts
 * it into the group that the migrations give their grants to.
 *
 * @throws Error when the URL lacks a user name, or a password for a role that has to be made.
 */
export async function ensureRuntimeRole(client: Client, runtimeUrl: string): Promise<void> {
  const url = new URL(runtimeUrl);
  const role = decodeURIComponent(url.username);
  if (!role) throw new Error('DATABASE_URL names no user: the runtime role cannot be made.');
  await repeatedly(() => ensureLogin(client, role, decodeURIComponent(url.password)));
  await repeatedly(() => ensureMember(client, role));
}

async function ensureLogin(client: Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  if (rowCount !== 0) return;
  if (!password) throw new Error(`DATABASE_URL has no password for "${role}", which has to be made.`);
  await client.query(
    `CREATE ROLE ${client.escapeIdentifier(role)} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB
     NOREPLICATION PASSWORD ${client.escapeLiteral(password)}`,
  );
}

async function ensureMember(client: Client, role: string): Promise<void> {
  const { rows } = await client.query<{ member: boolean }>(
    `SELECT EXISTS (
       SELECT FROM pg_auth_members WHERE roleid = to_regrole($2) AND member = to_regrole(quote_ident($1)) AND inherit_option
     ) AS member`,
    [role, GROUP],
  );
  if (!rows[0]?.member) await client.query(`GRANT ${GROUP} TO ${client.escapeIdentifier(role)}`);
}

async function repeatedly(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await work();
      return;
    } catch (error) {
      if (attempt === 5 || !SIMULTANEOUS.has((error as { code?: string }).code ?? '')) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * attempt + Math.random() * 50));
    }
  }
}
