import { describe, expect, it } from '@jest/globals';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Principal } from '../platform/context/request-context.ts';
import type { OwnMemberships } from '../platform/database/own-memberships.ts';
import { MembershipService } from './membership.service.ts';
import type { PrismaService } from './prisma.service.ts';
import type { TenantStatements } from './tenant-statements.ts';
import { TenantService } from './tenant.service.ts';

const alice = { issuer: 'https://issuer.example', subject: 'alice' } as Principal;
const bob = { issuer: 'https://issuer.example', subject: 'bob' } as Principal;

/** One row for everybody; `reads` counts, and a read may be kept waiting. */
function memberships() {
  const database = { role: 'admin', status: 'active', reads: 0, until: Promise.resolve() };
  const statements = {
    query: async () => {
      const { role, status, until } = database;
      database.reads += 1;
      await until;
      return [{ tenantName: 'Acme', tenantStatus: 'active', role, status }];
    },
  };
  const service = new MembershipService(
    {} as PrismaService,
    statements as unknown as TenantStatements,
    {} as OwnMemberships,
    new TenantService(),
    {} as AuditLog,
  );
  return { database, service };
}

describe('MembershipService', () => {
  it('remembers whom it let in, by tenant and user', async () => {
    const { database, service } = memberships();
    await service.find('acme', alice);
    expect(await service.find('acme', alice)).toEqual({ id: 'acme', name: 'Acme', role: 'admin' });
    expect(database.reads).toBe(1);
    await service.find('acme', bob);
    await service.find('acme2', alice);
    expect(database.reads).toBe(3);
  });

  it('remembers nobody whom it refused', async () => {
    const { database, service } = memberships();
    database.status = 'suspended';
    expect(await service.find('acme', alice)).toBeUndefined();
    database.status = 'active';
    expect(await service.find('acme', alice)).toMatchObject({ role: 'admin' });
  });

  it('forgets one member, and no other', async () => {
    const { database, service } = memberships();
    await Promise.all([service.find('acme', alice), service.find('acme', bob)]);
    database.role = 'viewer';
    service.forgetMember('acme', alice);
    expect(await service.find('acme', alice)).toMatchObject({ role: 'viewer' });
    expect(await service.find('acme', bob)).toMatchObject({ role: 'admin' });
  });

  it('forgets one tenant, and none whose id begins alike', async () => {
    const { database, service } = memberships();
    await Promise.all([service.find('acme', alice), service.find('acme2', alice)]);
    database.role = 'viewer';
    service.forgetTenant('acme');
    expect(await service.find('acme', alice)).toMatchObject({ role: 'viewer' });
    expect(await service.find('acme2', alice)).toMatchObject({ role: 'admin' });
  });

  it('does not remember what it read before a change that came in between', async () => {
    const { database, service } = memberships();
    let go: () => void = () => undefined;
    database.until = new Promise((resolve) => (go = resolve));
    const before = service.find('acme', alice);
    database.status = 'removed';
    service.forgetMember('acme', alice);
    go();
    expect(await before).toMatchObject({ role: 'admin' });
    expect(await service.find('acme', alice)).toBeUndefined();
  });
});
