import { currentContext, type Role } from '../platform/context/request-context.ts';
import { lockTenant } from '../platform/database/tenant-rows.ts';
import type { ScopedTransaction } from './prisma.service.ts';
import { roleMissing, satisfies } from './role.decorator.ts';
import { noAccess } from './tenant-problems.ts';

/**
 * Lets one change of the tenant's members, or of its keys, at a time happen, and only by somebody who may do it now: what the guard
 * found out a moment ago may have changed since. To be called first in the transaction of the change.
 *
 * @throws {Forbidden} `tenant/forbidden`, `tenant/role`
 */
export async function holdMembers(db: ScopedTransaction, required: Role): Promise<void> {
  const tenant = await lockTenant(db);
  const principal = currentContext()?.principal;
  if (principal === undefined) throw new Error('Members are changed by somebody, never by a job');
  const { issuer, subject } = principal;
  const own = await db.membership.findFirst({ where: { issuer, subject } });
  if (tenant?.status !== 'active' || own?.status !== 'active') {
    throw noAccess();
  }
  if (!satisfies(own.role as Role, required)) throw roleMissing(required);
}
