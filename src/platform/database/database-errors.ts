import { setTimeout as sleep } from 'node:timers/promises';

export type DatabaseFault =
  'unavailable' | 'unique' | 'not_found' | 'foreign_key' | 'invalid_value' | 'forbidden' | undefined;

/** Codes of Prisma (https://www.prisma.io/docs/orm/reference/error-reference) that say it all by themselves. */
const PRISMA_CODES: Readonly<Record<string, DatabaseFault>> = {
  P1000: 'unavailable',
  P1001: 'unavailable',
  P1002: 'unavailable',
  P1008: 'unavailable',
  P1010: 'unavailable',
  P1011: 'unavailable',
  P1017: 'unavailable',
  P2024: 'unavailable',
  P2028: 'unavailable',
  P2034: 'unavailable',
  P2037: 'unavailable',
  P2000: 'invalid_value',
  P2005: 'invalid_value',
  P2006: 'invalid_value',
  P2007: 'invalid_value',
  P2011: 'invalid_value',
  P2012: 'invalid_value',
  P2020: 'invalid_value',
  P2002: 'unique',
  P2003: 'foreign_key',
  P2014: 'foreign_key',
  P2001: 'not_found',
  P2015: 'not_found',
  P2018: 'not_found',
  P2025: 'not_found',
};

/** SQLSTATE (https://www.postgresql.org/docs/18/errcodes-appendix.html) by code, else by its class. */
const SQL_STATES: Readonly<Record<string, DatabaseFault>> = {
  '23505': 'unique',
  '23503': 'foreign_key',
  '23001': 'foreign_key',
  '23502': 'invalid_value',
  '23514': 'invalid_value',
  '40001': 'unavailable',
  '40P01': 'unavailable',
  // A database that takes no connections, a server that is starting.
  '55000': 'unavailable',
  '55P03': 'unavailable',
  '25P03': 'unavailable',
  '25P04': 'unavailable',
  // Among others: a prepared statement whose columns a migration changed. The next attempt prepares it anew.
  '0A000': 'unavailable',
  '42501': 'forbidden',
  '3D000': 'unavailable',
  '08': 'unavailable',
  '22': 'invalid_value',
  '28': 'unavailable',
  '3D': 'unavailable',
  '53': 'unavailable',
  '57': 'unavailable',
  '58': 'unavailable',
};

const NETWORK_CODES =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENOTFOUND|EAI_AGAIN)$/;

/** How the adapter names what has no SQLSTATE; of raw statements Prisma says only P2010. */
const ADAPTER_KINDS = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TlsConnectionError',
  'TooManyConnections',
  'AuthenticationFailed',
  'DatabaseAccessDenied',
]);

/** What pg and its pool throw without a code. */
const CONNECTION_MESSAGES = [
  'timeout exceeded when trying to connect',
  'Connection terminated',
  'Client has encountered a connection error',
  'Client was closed and is not queryable',
  'Query read timeout',
  'Cannot use a pool after calling end',
  'timeout expired',
];

/**
 * What any error thrown by Prisma or pg means for the caller. `undefined`: a fault of ours, or no database
 * error at all.
 */
export function classifyDatabaseError(error: unknown): DatabaseFault {
  for (const each of causes(error)) {
    const fault = ofSqlState(each.sqlState) ?? ofCode(each.code) ?? ofText(each);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** PostgreSQL ended the transaction for a conflict with another one: nothing happened, it can be run again. */
export function isTransactionConflict(error: unknown): boolean {
  return causes(error).some(
    ({ code, sqlState }) => code === 'P2034' || sqlState === '40001' || sqlState === '40P01',
  );
}

/**
 * Runs `work`, which must be a whole transaction, up to three times while it meets deadlocks (40P01) or
 * serialization failures (40001). Every other error is thrown at once.
 */
export async function retryTransaction<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 3 || !isTransactionConflict(error)) throw error;
      // The other side retries as well: not at the same moment again.
      await sleep(Math.random() * 50 * attempt + 5);
    }
  }
}

interface Cause {
  readonly name: string;
  readonly message: string;
  readonly kind: string;
  readonly code: string | undefined;
  readonly sqlState: string | undefined;
}

/** The error and what it wraps: Prisma keeps the driver's error in `meta`, drivers keep theirs in `cause`. */
function causes(error: unknown): Cause[] {
  const found: Cause[] = [];
  const pending: unknown[] = [error];
  while (pending.length > 0 && found.length < 10) {
    const next = pending.shift();
    if (typeof next !== 'object' || next === null) continue;
    const { name, message, code, originalCode, kind, cause, meta, errors } = next as Record<string, unknown>;
    const codeText = typeof code === 'string' ? code : undefined;
    const isSqlState = kind === 'postgres' || (codeText !== undefined && /^[0-9A-Z]{5}$/.test(codeText));
    found.push({
      name: String(name),
      message: String(message),
      kind: String(kind),
      code: codeText,
      sqlState: typeof originalCode === 'string' ? originalCode : isSqlState ? codeText : undefined,
    });
    pending.push(cause, (meta as Record<string, unknown> | undefined)?.['driverAdapterError']);
    if (Array.isArray(errors)) pending.push(...errors);
  }
  return found;
}

function ofSqlState(state: string | undefined): DatabaseFault {
  return state === undefined ? undefined : (SQL_STATES[state] ?? SQL_STATES[state.slice(0, 2)]);
}

function ofCode(code: string | undefined): DatabaseFault {
  if (code === undefined) return undefined;
  return NETWORK_CODES.test(code) ? 'unavailable' : PRISMA_CODES[code];
}

function ofText({ name, message, kind }: Cause): DatabaseFault {
  if (name === 'PrismaClientInitializationError' || ADAPTER_KINDS.has(kind)) return 'unavailable';
  return CONNECTION_MESSAGES.some((text) => message.includes(text)) ? 'unavailable' : undefined;
}
