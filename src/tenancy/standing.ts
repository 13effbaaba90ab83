import type { Principal, Role } from '../platform/context/request-context.ts';
import { Prisma } from '../platform/database/generated/client.ts';

/** What the database says of a tenant, and of a user in it; `null` where there is no such row. */
export interface Standing {
  readonly tenantName: string | null;
  readonly tenantStatus: string | null;
  readonly role: string | null;
  readonly status: string | null;
}

/**
 * One row in every case: a tenant that does not exist must not answer sooner than one that is somebody else's, so both
 * tables are looked into whatever the other one says.
 */
export function standingIn(
  tenantId: string,
  { issuer, subject }: Pick<Principal, 'issuer' | 'subject'>,
): Prisma.Sql {
  return Prisma.sql`
    SELECT t.name AS "tenantName", t.status AS "tenantStatus", m.role, m.status
    FROM (VALUES (${tenantId}::text)) AS asked (id)
    LEFT JOIN tenants t ON t.id = asked.id
    LEFT JOIN memberships m ON m.tenant_id = asked.id AND m.issuer = ${issuer} AND m.subject = ${subject}`;
}

/** `undefined` unless the membership is there and active. */
export function activeRole({ role, status }: Standing): Role | undefined {
  return status === 'active' ? (role as Role) : undefined;
}
