import { describe, expect, it } from '@jest/globals';
import { scopeArguments } from './tenant-arguments.ts';

const scope = (operation: string, args: unknown, model = 'Item') =>
  scopeArguments({ model, operation, args, tenant: 'a' });
const row = { ownerSub: 'x', name: 'y' };

describe('scopeArguments', () => {
  it.each(['findFirst', 'findFirstOrThrow', 'findMany', 'count', 'aggregate', 'groupBy', 'deleteMany'])(
    'adds the tenant to the filter of %s',
    (operation) => {
      expect(scope(operation, undefined)).toEqual({ where: { tenantId: 'a' } });
      expect(scope(operation, { where: { OR: [{ tenantId: 'b' }] }, take: 1 })).toEqual({
        where: { OR: [{ tenantId: 'b' }], tenantId: 'a' },
        take: 1,
      });
    },
  );

  it('adds the tenant to what is written', () => {
    const made = { ...row, tenantId: 'a' };
    expect(scope('create', { data: row })).toEqual({ data: made });
    expect(scope('createMany', { data: row })).toEqual({ data: [made] });
    expect(scope('createManyAndReturn', { data: [row, row] })).toEqual({ data: [made, made] });
    for (const operation of ['update', 'updateMany', 'updateManyAndReturn']) {
      expect(scope(operation, { where: { id: '1' }, data: row })).toEqual({
        where: { id: '1', tenantId: 'a' },
        data: row,
      });
    }
    expect(scope('upsert', { where: { id: '1' }, create: row, update: row })).toEqual({
      where: { id: '1', tenantId: 'a' },
      create: made,
      update: row,
    });
    expect(scope('delete', { where: { id: '1' } })).toEqual({ where: { id: '1', tenantId: 'a' } });
  });

  it.each([
    ['a model of no tenant', () => scope('findMany', {}, 'Tenant')],
    ['a model that it does not know', () => scope('findMany', {}, 'constructor')],
    ['findUnique, which would be batched across tenants', () => scope('findUnique', { where: { id: '1' } })],
    ['an operation that it does not know', () => scope('findSecret', {})],
    ['an operation named like an object member', () => scope('toString', {})],
    ['another tenant in a filter', () => scope('findMany', { where: { tenantId: 'b' } })],
    ['a tenant filter that is no value', () => scope('findMany', { where: { tenantId: { not: 'a' } } })],
    [
      'another tenant in a key',
      () => scope('delete', { where: { tenantId_id: { tenantId: 'b', id: '1' } } }),
    ],
    [
      'another tenant in a cursor',
      () => scope('findMany', { cursor: { tenantId_id: { tenantId: 'b', id: '1' } } }),
    ],
    ['undefined in a filter', () => scope('deleteMany', { where: { id: undefined } })],
    ['another tenant in a new row', () => scope('create', { data: { ...row, tenantId: 'b' } })],
    [
      'another tenant in one of many rows',
      () => scope('createMany', { data: [row, { ...row, tenantId: 'b' }] }),
    ],
    [
      'another tenant in the row of an upsert',
      () => scope('upsert', { where: {}, create: { ...row, tenantId: 'b' }, update: {} }),
    ],
    ['a change of tenant', () => scope('update', { where: {}, data: { tenantId: 'b' } })],
    ['a change to the same tenant', () => scope('updateMany', { data: { tenantId: 'a' } })],
    [
      'a change of tenant in an upsert',
      () => scope('upsert', { where: {}, create: row, update: { tenantId: { set: 'b' } } }),
    ],
    [
      'a nested write in a new row',
      () => scope('create', { data: { ...row, tenant: { connect: { id: 'b' } } } }),
    ],
    ['a nested write in a change', () => scope('update', { where: {}, data: { terms: { deleteMany: {} } } })],
  ])('refuses %s', (_, attempt) => {
    expect(attempt).toThrow();
  });
});
