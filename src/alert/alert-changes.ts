import { Injectable } from '@nestjs/common';
import type { Alert } from '../platform/database/generated/client.ts';
import { PrismaService, type ScopedTransaction } from '../tenancy/prisma.service.ts';
import { TenantService } from '../tenancy/tenant.service.ts';
import { AlertFeed } from './alert-feed.ts';
import { noSuchAlert } from './alert-problems.ts';
import { lockedAlert } from './alert-rows.ts';

/** The one way to change alerts: a transaction, and then the word to whoever follows them. */
@Injectable()
export class AlertChanges {
  constructor(
    private readonly prisma: PrismaService,
    private readonly tenants: TenantService,
    private readonly feed: AlertFeed,
  ) {}

  async within<T>(work: (db: ScopedTransaction) => Promise<T>): Promise<T> {
    const result = await this.prisma.$transaction(work);
    this.feed.announce(this.tenants.id);
    return result;
  }

  /** Holds the alert until the transaction ends. @throws {NotFound} `alert/not_found` */
  async hold(db: ScopedTransaction, id: string): Promise<Alert> {
    const [row] = await db.$queryRaw<Alert[]>(lockedAlert(this.tenants.id, id));
    if (row === undefined) throw noSuchAlert();
    return row;
  }
}
