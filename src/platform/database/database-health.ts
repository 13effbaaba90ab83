import { readMigrations } from './migration-files.ts';
import type { TenantPool } from './tenant-pool.ts';

const DEADLINE_MS = 1_000;

/** Whether the database can serve, cheaply, for every readiness probe. */
export class DatabaseHealth {
  private expected: Promise<number> | undefined;
  private readonly pool: TenantPool;

  constructor(pool: TenantPool) {
    this.pool = pool;
  }

  /** Reachable within a second, and no migration of this program missing. Never throws. */
  async isReady(): Promise<boolean> {
    this.expected ??= readMigrations().then((migrations) => migrations.length);
    const deadline = new Promise<false>((resolve) => setTimeout(resolve, DEADLINE_MS, false).unref());
    return Promise.race([this.migrationsApplied(await this.expected).catch(() => false), deadline]);
  }

  private async migrationsApplied(expected: number): Promise<boolean> {
    const { rows } = await this.pool.query<{ applied: number }>({
      name: 'applied-migrations',
      text: `SELECT count(DISTINCT migration_name)::int AS applied FROM _prisma_migrations
        WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
    });
    return (rows[0]?.applied ?? 0) >= expected;
  }
}
