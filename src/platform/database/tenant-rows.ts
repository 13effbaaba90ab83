import { Prisma, type PrismaClient, type Tenant } from './generated/client.ts';

/**
 * The row of the tenant that a scoped transaction works for. A tenant is no tenant's model, so PrismaService does not
 * serve it; but making one, changing it and changing who its members are belong into one transaction with the tenant's
 * own rows. The connection says which tenant it is, not the caller.
 */
type ScopedDatabase = Pick<PrismaClient, '$queryRaw'>;

/** What people write of a tenant. */
export interface TenantFields {
  readonly name: string;
  readonly status: string;
  /** Id of a plan. */
  readonly plan: string;
}

const COLUMNS = Prisma.sql`id, name, status, plan, version, created_at AS "createdAt", updated_at AS "updatedAt"`;

/** @returns `undefined` when there is one already */
export async function insertTenant(
  db: ScopedDatabase,
  { name, plan }: Pick<TenantFields, 'name' | 'plan'>,
): Promise<Tenant | undefined> {
  const [row] = await db.$queryRaw<Tenant[]>`
    INSERT INTO tenants (id, name, plan) VALUES (current_tenant(), ${name}, ${plan}) ON CONFLICT DO NOTHING
    RETURNING ${COLUMNS}`;
  return row;
}

/**
 * Reads the row and holds it until the transaction ends: whoever changes the tenant or its members comes one after the
 * other, and sees what the one before did. Rows that refer to the tenant can be written meanwhile.
 *
 * @returns `undefined` when there is none
 */
export async function lockTenant(db: ScopedDatabase): Promise<Tenant | undefined> {
  const [row] = await db.$queryRaw<Tenant[]>`
    SELECT ${COLUMNS}
    FROM tenants WHERE id = current_tenant() FOR NO KEY UPDATE`;
  return row;
}

/** Only after {@link lockTenant}. */
export async function updateTenant(db: ScopedDatabase, fields: TenantFields): Promise<Tenant> {
  const [row] = await db.$queryRaw<Tenant[]>`
    UPDATE tenants
    SET name = ${fields.name}, status = ${fields.status}, plan = ${fields.plan},
      version = version + 1, updated_at = clock_timestamp()
    WHERE id = current_tenant()
    RETURNING ${COLUMNS}`;
  if (row === undefined) throw new Error('The tenant was not locked before it was changed');
  return row;
}
