import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Delivery } from '../platform/database/generated/client.ts';
import { PrismaService } from '../tenancy/prisma.service.ts';
import { ChannelJobs } from './channel-jobs.ts';
import { ChannelLease } from './channel-lease.ts';
import { ChannelSender } from './channel-sender.ts';
import { DeliveryLog } from './delivery-log.ts';

/** Milliseconds; then others have their turn. */
const TURN = 10_000;

/**
 * Sends what waits in a channel of the current tenant, one after the other, the oldest first. One that fails is waited
 * for: everything arrives in the order in which it happened.
 */
@Injectable()
export class ChannelDrain {
  constructor(
    private readonly prisma: PrismaService,
    private readonly lease: ChannelLease,
    private readonly sender: ChannelSender,
    private readonly log: DeliveryLog,
    private readonly jobs: ChannelJobs,
  ) {}

  /** @param stop ends it after the attempt under way; what is left is ordered anew */
  async drain(channel: string, stop: AbortSignal): Promise<void> {
    const lease = randomUUID();
    let wait: number | undefined;
    try {
      wait = await this.work(channel, lease, stop);
    } finally {
      await this.lease.release(channel, lease);
    }
    // Only now: whoever takes the job up at once finds nobody in the way.
    if (wait !== undefined) await this.jobs.wake(this.prisma, channel, wait);
  }

  /** @returns the seconds after which there is more to do */
  private async work(channel: string, lease: string, stop: AbortSignal): Promise<number | undefined> {
    const end = Date.now() + TURN;
    while (await this.lease.hold(channel, lease)) {
      const delivery = await this.oldest(channel);
      if (delivery === null) return undefined;
      const wait = secondsUntilDue(delivery);
      if (wait > 0) return wait;
      if (stop.aborted || Date.now() > end) return 0;
      await this.attempt(channel, delivery);
    }
    return this.lease.whenAgain(channel);
  }

  private oldest(channelId: string): Promise<Delivery | null> {
    return this.prisma.delivery.findFirst({
      where: { channelId, status: 'pending' },
      orderBy: { id: 'asc' },
    });
  }

  private async attempt(id: string, delivery: Delivery): Promise<void> {
    // As it is now: its address may have been mended since the last attempt.
    const channel = await this.prisma.alertChannel.findFirst({ where: { id } });
    if (channel === null) return;
    await this.log.record(delivery, await this.sender.send(channel, delivery), true);
  }
}

/** The first attempt is due whatever the clocks of the database and of this process say. */
function secondsUntilDue({ attempts, nextAttemptAt }: Delivery): number {
  return attempts === 0 ? 0 : Math.max(0, (nextAttemptAt.getTime() - Date.now()) / 1_000);
}
