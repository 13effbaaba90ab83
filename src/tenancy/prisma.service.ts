import { Injectable } from '@nestjs/common';
import { currentContext } from '../platform/context/request-context.ts';
import { retryTransaction } from '../platform/database/database-errors.ts';
import { createPrismaClient } from '../platform/database/prisma-client.ts';
import { TenantPool } from '../platform/database/tenant-pool.ts';
import { tenantScoped } from './tenant-extension.ts';

type ScopedClient = ReturnType<typeof tenantScoped>;

/** What a tenant's rows are reached by, within a transaction and without. */
type Delegates =
  | 'membership'
  | 'item'
  | 'itemTerm'
  | 'alertChannel'
  | 'delivery'
  | 'auditEntry'
  | 'idempotencyKey'
  | '$queryRaw'
  | '$executeRaw';

/** The client inside of {@link PrismaService.$transaction}. */
export type ScopedTransaction = Pick<ScopedClient, Delegates>;

/**
 * The rows of the current tenant, and no others: every operation names the tenant of the request
 * ({@link tenantScoped}), and so does the connection, independently ({@link TenantPool}).
 *
 * Outside of a request run the work in a context that has a tenant (`TenantService.run`).
 */
@Injectable()
export class PrismaService implements ScopedTransaction {
  readonly membership: ScopedClient['membership'];
  readonly item: ScopedClient['item'];
  readonly itemTerm: ScopedClient['itemTerm'];
  readonly alertChannel: ScopedClient['alertChannel'];
  readonly delivery: ScopedClient['delivery'];
  readonly auditEntry: ScopedClient['auditEntry'];
  readonly idempotencyKey: ScopedClient['idempotencyKey'];
  readonly $queryRaw: ScopedClient['$queryRaw'];
  readonly $executeRaw: ScopedClient['$executeRaw'];
  private readonly client: ScopedClient;

  constructor(pool: TenantPool) {
    const client = tenantScoped(createPrismaClient(pool), currentTenantId);
    this.client = client;
    this.membership = client.membership;
    this.item = client.item;
    this.itemTerm = client.itemTerm;
    this.alertChannel = client.alertChannel;
    this.delivery = client.delivery;
    this.auditEntry = client.auditEntry;
    this.idempotencyKey = client.idempotencyKey;
    this.$queryRaw = client.$queryRaw.bind(client);
    this.$executeRaw = client.$executeRaw.bind(client);
  }

  /**
   * All of `work`, or nothing. It is run again, as a whole, when PostgreSQL ends it for a deadlock or a
   * conflict with another transaction: keep effects outside of the database out of it.
   */
  $transaction<T>(
    work: (transaction: ScopedTransaction) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T> {
    return retryTransaction(() => this.client.$transaction((transaction) => work(transaction), options));
  }
}

interface TransactionOptions {
  /** Milliseconds to wait for a connection. */
  readonly maxWait?: number;
  /** Milliseconds that all of it may take. */
  readonly timeout?: number;
}

function currentTenantId(): string {
  const tenant = currentContext()?.tenant;
  if (!tenant)
    throw new Error('There is no tenant here: a guard or TenantService.run must have named it before.');
  return tenant.id;
}
