import { describe, expect, it, jest } from '@jest/globals';
import { classifyDatabaseError, retryTransaction, type DatabaseFault } from './database-errors.ts';

const withCode = (code: string, more: object = {}) => Object.assign(new Error('x'), { code, ...more });
/** As Prisma 7 wraps what the adapter says of a PostgreSQL error. */
const raw = (sqlState: string, code = 'P2010') =>
  withCode(code, {
    name: 'PrismaClientKnownRequestError',
    meta: {
      driverAdapterError: {
        name: 'DriverAdapterError',
        cause: { originalCode: sqlState, kind: 'postgres', code: sqlState },
      },
    },
  });

describe('classifyDatabaseError', () => {
  it.each<[string, unknown, DatabaseFault]>([
    ['cannot reach', withCode('P1001'), 'unavailable'],
    ['transaction expired', withCode('P2028'), 'unavailable'],
    ['write conflict', withCode('P2034'), 'unavailable'],
    ['unique', withCode('P2002'), 'unique'],
    ['foreign key', withCode('P2003'), 'foreign_key'],
    ['missing', withCode('P2025'), 'not_found'],
    ['out of range', withCode('P2020'), 'invalid_value'],
    ['raw serialization failure', raw('40001'), 'unavailable'],
    ['raw deadlock', raw('40P01'), 'unavailable'],
    ['raw statement timeout', raw('57014'), 'unavailable'],
    ['raw shutdown', raw('57P01'), 'unavailable'],
    ['raw lock timeout', raw('55P03'), 'unavailable'],
    ['too many connections', raw('53300'), 'unavailable'],
    ['row-level security', raw('42501', 'P2039'), 'forbidden'],
    ['NUL in a text', raw('22021', 'P2039'), 'invalid_value'],
    ['shutdown of a model query', raw('57P01', 'P2039'), 'unavailable'],
    ['check constraint', raw('23514', 'P2039'), 'invalid_value'],
    ['pg: unique', withCode('23505'), 'unique'],
    ['pg: refused', withCode('ECONNREFUSED'), 'unavailable'],
    ['pg: refused on every address', new AggregateError([withCode('ECONNREFUSED')]), 'unavailable'],
    ['pg: pool exhausted', new Error('timeout exceeded when trying to connect'), 'unavailable'],
    ['pg: dropped', new Error('Connection terminated unexpectedly'), 'unavailable'],
    [
      'pg: broken',
      new Error('Client has encountered a connection error and is not queryable'),
      'unavailable',
    ],
    ['pg: no answer', new Error('Query read timeout'), 'unavailable'],
    [
      'raw statement, unreachable',
      withCode('P2010', { meta: { driverAdapterError: { cause: { kind: 'DatabaseNotReachable' } } } }),
      'unavailable',
    ],
    ['wrapped', new Error('outer', { cause: withCode('ECONNRESET') }), 'unavailable'],
    ['a mistake in SQL', raw('42601'), undefined],
    [
      'a mistake in a query',
      Object.assign(new Error('x'), { name: 'PrismaClientValidationError' }),
      undefined,
    ],
    ['any error', new Error('oops'), undefined],
    ['a string', 'oops', undefined],
    ['nothing', undefined, undefined],
  ])('%s', (_, error, fault) => {
    expect(classifyDatabaseError(error)).toBe(fault);
  });

  it('ends on errors that contain themselves', () => {
    const error = new Error('round');
    error.cause = error;
    expect(classifyDatabaseError(error)).toBeUndefined();
  });
});

describe('retryTransaction', () => {
  it.each([raw('40001'), raw('40P01'), withCode('P2034')])(
    'runs conflicts again, three times at most',
    async (error) => {
      const work = jest.fn<() => Promise<string>>().mockRejectedValue(error);
      await expect(retryTransaction(work)).rejects.toBe(error);
      expect(work).toHaveBeenCalledTimes(3);
      work.mockReset().mockRejectedValueOnce(error).mockResolvedValueOnce('done');
      await expect(retryTransaction(work)).resolves.toBe('done');
    },
  );

  it.each([raw('57014'), withCode('P2002'), withCode('P1001'), new Error('x')])(
    'throws anything else at once',
    async (error) => {
      const work = jest.fn<() => Promise<string>>().mockRejectedValue(error);
      await expect(retryTransaction(work)).rejects.toBe(error);
      expect(work).toHaveBeenCalledTimes(1);
    },
  );
});
