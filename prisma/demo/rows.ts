import pg from 'pg';
import { addAlerts } from './alert-rows.ts';
import { DEMO_ITEMS } from './items.ts';
import { DEMO_TENANTS, DEMO_USERS } from './people.ts';

export interface SeedDemoOptions {
  /** Either will do: row-level security holds for both. */
  readonly ownerUrl?: string | undefined;
  readonly runtimeUrl?: string | undefined;
  /** `iss` of the users' tokens. */
  readonly issuer: string;
  /** `sub` by e-mail, of all {@link DEMO_USERS} that have memberships. */
  readonly subjects: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
}

const HOUR = 3_600_000;
/** Demo items are made one every few hours, the newest so long before they come into the database. */
const NEWEST_AGE = 6 * HOUR;
const HOURS_BETWEEN = 5;

/**
 * Makes the demo tenants, memberships, items and alerts that are missing. What people have changed, removed or
 * deleted since stays as it is: the items of a tenant come with the tenant and never again, and its alerts where there
 * has never been one.
 */
export async function seedDemo({
  ownerUrl,
  runtimeUrl,
  issuer,
  subjects,
  log,
}: SeedDemoOptions): Promise<void> {
  const client = new pg.Client({
    connectionString: ownerUrl ?? runtimeUrl,
    application_name: 'tenantry-seed',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    for (const tenant of DEMO_TENANTS) {
      await client.query('BEGIN');
      await client.query("SELECT set_config('app.tenant_id', $1, true)", [tenant.id]);
      const { rowCount } = await client.query(
        'INSERT INTO tenants (id, name, status) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
        [tenant.id, tenant.name, tenant.status],
      );
      await addMembers(client, tenant.id, issuer, subjects);
      if (rowCount === 1)
        log(`Tenant ${tenant.id} (${tenant.name}), ${await addItems(client, tenant.id, subjects)} items`);
      const [name = ''] = DEMO_ITEMS[tenant.id]?.owners ?? [];
      await addAlerts(client, tenant.id, { sub: subjectOf(name, subjects), name });
      await client.query('COMMIT');
    }
  } finally {
    await client.end();
  }
}

async function addMembers(
  client: pg.Client,
  tenantId: string,
  issuer: string,
  subjects: Readonly<Record<string, string>>,
): Promise<void> {
  for (const { email, memberships } of DEMO_USERS) {
    const role = memberships[tenantId];
    if (role === undefined) continue;
    const subject = subjectOf(email, subjects);
    await client.query(
      `INSERT INTO memberships (tenant_id, issuer, subject, username, email, role, joined_by)
       VALUES ($1, $2, $3, $3, $4, $5, 'seed') ON CONFLICT DO NOTHING`,
      [tenantId, issuer, subject, email, role],
    );
  }
}

async function addItems(
  client: pg.Client,
  tenantId: string,
  subjects: Readonly<Record<string, string>>,
): Promise<number> {
  const now = Date.now();
  const { owners, items } = DEMO_ITEMS[tenantId] ?? { owners: [], items: [] };
  const rows = items.map(([name, description, tags, attributes], index) => ({
    owner_sub: subjectOf(owners[index % owners.length] ?? '', subjects),
    name,
    description,
    tags,
    attributes,
    created_at: new Date(now - NEWEST_AGE - (items.length - 1 - index) * HOURS_BETWEEN * HOUR),
  }));
  // The id's time is the row's, as it would be had the row been made then.
  await client.query(
    `INSERT INTO items (tenant_id, id, owner_sub, name, description, tags, attributes, created_at, updated_at)
     SELECT $1, uuidv7(created_at - clock_timestamp()), owner_sub, name, description, tags, attributes, created_at, created_at
     FROM jsonb_to_recordset($2) AS row (owner_sub text, name text, description text, tags text[], attributes jsonb, created_at timestamptz)`,
    [tenantId, JSON.stringify(rows)],
  );
  return rows.length;
}

function subjectOf(email: string, subjects: Readonly<Record<string, string>>): string {
  const subject = subjects[email];
  if (subject === undefined)
    throw new Error(`The demo data needs the user ${email}, who is not in the user pool.`);
  return subject;
}
