import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.ts';
import { statementNames } from './statement-names.ts';
import type { TenantPool } from './tenant-pool.ts';

/** Milliseconds that an interactive transaction waits for a connection, and may take in all. */
const TRANSACTION = { maxWait: 2_000, timeout: 10_000 };

/** A Prisma client on a pool of ours; whoever closes the pool closes it. */
export function createPrismaClient(pool: TenantPool): PrismaClient {
  return new PrismaClient({
    adapter: new PrismaPg(pool, { statementNameGenerator: statementNames() }),
    transactionOptions: TRANSACTION,
    errorFormat: 'minimal',
  });
}
