import { Global, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Environment } from '../config/environment.ts';
import { currentContext, currentParty } from '../context/request-context.ts';
import { Metrics } from '../metrics/metrics.ts';
import { DatabaseHealth } from './database-health.ts';
import { OwnMemberships } from './own-memberships.ts';
import { createPrismaClient } from './prisma-client.ts';
import { checkAtStart } from './startup-check.ts';
import { SystemPrisma } from './system-prisma.ts';
import { TenantPool } from './tenant-pool.ts';

/** The pool behind SystemPrisma; nobody else needs it but the limiter, which speaks SQL itself. */
export const SYSTEM_POOL = Symbol('SystemPool');

/** Closes the pools last of all: `onApplicationShutdown` runs when the HTTP server has answered its last request. */
@Injectable()
class PoolCloser implements OnApplicationShutdown {
  constructor(
    private readonly tenantPool: TenantPool,
    @Inject(SYSTEM_POOL) private readonly systemPool: TenantPool,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.tenantPool.end(), this.systemPool.end()]);
  }
}

@Global()
@Module({
  providers: [
    {
      provide: TenantPool,
      inject: [Environment, Metrics],
      useFactory: ({ databaseUrl, databasePoolSize }: Environment, metrics: Metrics) => {
        const pool = new TenantPool({
          connectionString: databaseUrl,
          max: databasePoolSize,
          applicationName: 'tenantry',
          settings: () => ({ tenantId: currentContext()?.tenant?.id }),
          party: currentParty,
        });
        metrics.watchPool(() => pool.waitingTurns);
        return pool;
      },
    },
    {
      provide: SYSTEM_POOL,
      inject: [Environment],
      // Nothing gets at the database before it has been looked at: a fault ends the start.
      useFactory: async ({ databaseUrl, databasePoolSize }: Environment) => {
        const pool = new TenantPool({
          connectionString: databaseUrl,
          max: Math.max(2, Math.ceil(databasePoolSize / 2)),
          applicationName: 'tenantry-system',
          settings: () => ({}),
        });
        await checkAtStart(pool).catch(async (error: unknown) => {
          await pool.end();
          throw error;
        });
        return pool;
      },
    },
    {
      provide: SystemPrisma,
      inject: [SYSTEM_POOL],
      useFactory: (pool: TenantPool): SystemPrisma => createPrismaClient(pool),
    },
    {
      provide: DatabaseHealth,
      inject: [SYSTEM_POOL],
      useFactory: (pool: TenantPool) => new DatabaseHealth(pool),
    },
    OwnMemberships,
    PoolCloser,
  ],
  exports: [TenantPool, SYSTEM_POOL, SystemPrisma, DatabaseHealth, OwnMemberships],
})
export class DatabaseModule {}
