import pg from 'pg';

const { INT8, TIMESTAMPTZ } = pg.types.builtins;

const anyTimestamp = pg.types.getTypeParser(TIMESTAMPTZ, 'text') as (text: string) => Date;

/**
 * Columns as Prisma's rows have them, for statements that go to the pool without Prisma: `bigint` as such, all else as pg
 * reads it.
 */
export const COLUMN_TYPES: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format === 'binary') return pg.types.getTypeParser(oid, format);
    if (oid === TIMESTAMPTZ) return readTimestamp;
    if (oid === INT8) return BigInt;
    return pg.types.getTypeParser(oid, format);
  }) as typeof pg.types.getTypeParser,
};

/** What a server writes whose time zone is UTC, as servers' are, is read in half the time. */
function readTimestamp(text: string): Date {
  const isUtc = text[10] === ' ' && text.endsWith('+00');
  return isUtc ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : anyTimestamp(text);
}
