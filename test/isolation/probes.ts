import type { PrismaClient } from '../../src/platform/database/generated/client.ts';

/** Ids that tenant a's request uses: its own row, and a row of tenant b that it somehow learnt of. */
export interface Known {
  readonly own: string;
  readonly foreign: string;
}

export interface Probe {
  readonly name: string;
  readonly attempt: (db: PrismaClient, ids: Known) => PromiseLike<unknown>;
  /** Where leaking is more than b's text in the result. */
  readonly harmless?: (result: unknown) => boolean;
}

const foreignKey = ({ foreign }: Known) => ({ tenantId_id: { tenantId: 'b', id: foreign } });
const ownKey = ({ own }: Known) => ({ tenantId_id: { tenantId: 'a', id: own } });
const NEW = { ownerSub: 'x', name: 'planted' };
const isZero = (result: unknown) => result === 0;

/** Every way to another tenant's rows that the client offers; threats.md 7.1 lists those that worked elsewhere. */
export const PROBES: readonly Probe[] = [
  // Reads
  { name: 'findUnique', attempt: (db, ids) => db.item.findUnique({ where: foreignKey(ids) }) },
  { name: 'findUniqueOrThrow', attempt: (db, ids) => db.item.findUniqueOrThrow({ where: foreignKey(ids) }) },
  { name: 'findFirst', attempt: (db, { foreign: id }) => db.item.findFirst({ where: { id } }) },
  { name: 'findFirstOrThrow', attempt: (db, { foreign: id }) => db.item.findFirstOrThrow({ where: { id } }) },
  { name: 'findMany', attempt: (db) => db.item.findMany() },
  { name: 'findMany of the tenant', attempt: (db) => db.item.findMany({ where: { tenantId: 'b' } }) },
  { name: 'findMany with OR', attempt: (db) => db.item.findMany({ where: { OR: [{ tenantId: 'b' }, {}] } }) },
  { name: 'findMany with NOT', attempt: (db) => db.item.findMany({ where: { NOT: { tenantId: 'a' } } }) },
  {
    name: 'findMany with undefined',
    attempt: (db) => db.item.findMany({ where: { tenantId: undefined as never } }),
  },
  { name: 'cursor', attempt: (db, ids) => db.item.findMany({ cursor: foreignKey(ids) }) },
  { name: 'count', attempt: (db) => db.item.count({ where: { tenantId: { not: 'a' } } }), harmless: isZero },
  {
    name: 'aggregate',
    attempt: (db) => db.item.aggregate({ _max: { name: true }, where: { tenantId: { not: 'a' } } }),
  },
  { name: 'groupBy', attempt: (db) => db.item.groupBy({ by: ['tenantId'], _count: true }) },
  { name: 'memberships', attempt: (db) => db.membership.findMany({ where: { issuer: 'iss' } }) },
  { name: 'terms', attempt: (db) => db.itemTerm.findMany() },
  // Writes
  { name: 'update', attempt: (db, ids) => db.item.update({ where: foreignKey(ids), data: { name: 'x' } }) },
  {
    name: 'updateMany',
    attempt: (db, { foreign: id }) => db.item.updateMany({ where: { id }, data: { name: 'x' } }),
  },
  { name: 'updateMany of all', attempt: (db) => db.item.updateMany({ data: { description: 'x' } }) },
  {
    name: 'updateManyAndReturn',
    attempt: (db, { foreign: id }) => db.item.updateManyAndReturn({ where: { id }, data: { name: 'x' } }),
  },
  {
    name: 'move by update',
    attempt: (db, ids) => db.item.update({ where: ownKey(ids), data: { tenantId: 'b' } }),
  },
  { name: 'move by updateMany', attempt: (db) => db.item.updateMany({ data: { tenantId: 'b' } }) },
  { name: 'delete', attempt: (db, ids) => db.item.delete({ where: foreignKey(ids) }) },
  { name: 'deleteMany', attempt: (db, { foreign: id }) => db.item.deleteMany({ where: { id } }) },
  { name: 'create', attempt: (db) => db.item.create({ data: { ...NEW, tenantId: 'b' } }) },
  { name: 'createMany', attempt: (db) => db.item.createMany({ data: [NEW, { ...NEW, tenantId: 'b' }] }) },
  {
    name: 'createManyAndReturn',
    attempt: (db) => db.item.createManyAndReturn({ data: [{ ...NEW, tenantId: 'b' }] }),
  },
  {
    name: 'upsert that updates',
    attempt: (db, ids) => db.item.upsert({ where: foreignKey(ids), create: NEW, update: { name: 'x' } }),
  },
  {
    name: 'upsert that creates',
    attempt: (db, { own }) =>
      db.item.upsert({
        where: { tenantId_id: { tenantId: 'b', id: own } },
        create: { ...NEW, tenantId: 'b' },
        update: {},
      }),
  },
  {
    name: 'audit',
    attempt: (db) =>
      db.auditEntry.create({ data: { action: 'x', targetType: 'x', targetId: 'x', tenantId: 'b' } }),
  },
  {
    name: 'idempotency key',
    attempt: (db) =>
      db.idempotencyKey.create({
        data: { tenantId: 'b', subject: 's', route: 'r', key: 'k', requestHash: 'h', expiresAt: new Date() },
      }),
  },
  {
    name: 'membership',
    attempt: (db) =>
      db.membership.create({
        data: {
          tenantId: 'b',
          issuer: 'iss',
          subject: 'intruder',
          username: 'x',
          role: 'admin',
          joinedBy: 'invite',
        },
      }),
  },
  // Without RETURNING, for which a row would have to be visible as well
  {
    name: 'audit by createMany',
    attempt: (db) =>
      db.auditEntry.createMany({
        data: [{ action: 'x', targetType: 'x', targetId: 'x', tenantId: 'b' }],
      }),
  },
  {
    name: 'memberships by createMany',
    attempt: (db) =>
      db.membership.createMany({
        data: [
          {
            tenantId: 'b',
            issuer: 'iss',
            subject: 'one more',
            username: 'x',
            role: 'admin',
            joinedBy: 'invite',
          },
        ],
      }),
  },
  // Through relations
  { name: 'include from the tenant', attempt: (db) => db.tenant.findMany({ include: { items: true } }) },
  { name: 'fluent relation', attempt: (db) => db.tenant.findUnique({ where: { id: 'b' } }).items() },
  {
    name: 'include there and back',
    attempt: (db) =>
      db.item.findMany({ include: { tenant: { include: { items: true, memberships: true } } } }),
  },
  {
    name: 'relation filter',
    attempt: (db) => db.tenant.count({ where: { id: 'b', items: { some: {} } } }),
    harmless: isZero,
  },
  {
    name: 'relation filter there and back',
    attempt: (db) => db.item.count({ where: { tenant: { items: { some: { tenantId: 'b' } } } } }),
    harmless: isZero,
  },
  {
    name: 'connect',
    attempt: (db) => db.item.create({ data: { ...NEW, tenant: { connect: { id: 'b' } } } }),
  },
  {
    name: 'connectOrCreate',
    attempt: (db) =>
      db.item.create({
        data: { ...NEW, tenant: { connectOrCreate: { where: { id: 'b' }, create: { id: 'b', name: 'b' } } } },
      }),
  },
  {
    name: 'move by connect',
    attempt: (db, ids) => db.item.update({ where: ownKey(ids), data: { tenant: { connect: { id: 'b' } } } }),
  },
  {
    name: 'nested create',
    attempt: (db) => db.tenant.update({ where: { id: 'b' }, data: { items: { create: NEW } } }),
  },
  {
    name: 'nested updateMany',
    attempt: (db) =>
      db.tenant.update({
        where: { id: 'b' },
        data: { items: { updateMany: { where: {}, data: { name: 'x' } } } },
      }),
  },
  {
    name: 'nested deleteMany',
    attempt: (db) => db.tenant.update({ where: { id: 'b' }, data: { items: { deleteMany: {} } } }),
  },
  {
    name: 'nested connect of a row',
    attempt: (db, ids) =>
      db.tenant.update({ where: { id: 'a' }, data: { items: { connect: foreignKey(ids) } } }),
  },
  {
    name: 'nested create of a term',
    attempt: (db, ids) =>
      db.item.update({ where: foreignKey(ids), data: { terms: { create: { term: 'word:x' } } } }),
  },
  // Past the client's model of things
  { name: '$queryRaw', attempt: (db) => db.$queryRaw`SELECT * FROM items` },
  // eslint-disable-next-line no-restricted-properties -- the probe shows that it is refused
  { name: '$queryRawUnsafe', attempt: (db) => db.$queryRawUnsafe('SELECT * FROM items') },
  { name: '$executeRaw', attempt: (db) => db.$executeRaw`UPDATE items SET name = 'x' WHERE tenant_id = 'b'` },
  {
    name: '$executeRawUnsafe',
    // eslint-disable-next-line no-restricted-properties -- the probe shows that it is refused
    attempt: (db) => db.$executeRawUnsafe("DELETE FROM items WHERE tenant_id = 'b'"),
  },
  {
    name: 'array transaction',
    attempt: (db, { foreign: id }) =>
      db.$transaction([db.item.findFirst({ where: { id } }), db.item.findMany()]),
  },
  {
    name: 'interactive transaction',
    attempt: (db, { foreign: id }) =>
      db.$transaction(async (inner) => [
        await inner.item.findFirst({ where: { id } }),
        await inner.item.updateManyAndReturn({ where: { id }, data: { name: 'x' } }),
      ]),
  },
];
