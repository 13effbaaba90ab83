import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.ts';
import type { AlertChannel } from '../platform/database/generated/client.ts';
import { PrismaService, type ScopedTransaction } from '../tenancy/prisma.service.ts';
import { ChannelJobs } from './channel-jobs.ts';
import { noSuchChannel, noSuchDelivery, notDead } from './channel-problems.ts';
import { ChannelSender } from './channel-sender.ts';
import { DeliveryList } from './delivery-list.ts';
import { DeliveryLog } from './delivery-log.ts';
import { DeliveryDto, type DeliveryPageDto, type DeliveryQuery } from './delivery.dto.ts';

/** What goes out by the tenant's channels, as its admins see it. */
@Injectable()
export class DeliveryService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly pages: DeliveryList,
    private readonly sender: ChannelSender,
    private readonly log: DeliveryLog,
    private readonly jobs: ChannelJobs,
    private readonly audit: AuditLog,
  ) {}

  /** @throws {NotFound} `channel/not_found` */
  async list(channel: string, query: DeliveryQuery): Promise<DeliveryPageDto> {
    await this.channel(this.prisma, channel);
    return this.pages.page(channel, query);
  }

  /**
   * Sends a test at once, past whatever waits, and once only: whoever asks sees what came of it.
   * @throws {NotFound} `channel/not_found`
   */
  async test(id: string): Promise<DeliveryDto> {
    const channel = await this.channel(this.prisma, id);
    const [delivery] = await this.prisma.delivery.createManyAndReturn({
      data: [
        {
          channelId: id,
          event: 'test',
          payload: { event: 'test', alert: null },
          // Until it is known better; so that no worker takes it up, and a process that dies leaves the truth.
          status: 'dead',
          finishedAt: new Date(),
          lastError: 'It was interrupted.',
        } as never,
      ],
    });
    if (delivery === undefined) throw new Error('A delivery was not written');
    return DeliveryDto.from(
      await this.log.record(delivery, await this.sender.send(channel, delivery), false),
    );
  }

  /**
   * Lets a delivery that was given up wait its turn again.
   * @throws {NotFound} `channel/not_found`, `delivery/not_found`, {Conflict} `delivery/state`
   */
  retry(channelId: string, id: string): Promise<DeliveryDto> {
    return this.prisma.$transaction(async (db) => {
      await this.channel(db, channelId);
      const before = await db.delivery.findFirst({ where: { id, channelId } });
      if (before === null) throw noSuchDelivery();
      const [after] = await db.delivery.updateManyAndReturn({
        where: { id, status: 'dead' },
        data: { status: 'pending', attempts: 0, nextAttemptAt: new Date(), finishedAt: null },
      });
      if (after === undefined) throw notDead();
      await this.jobs.wake(db, channelId);
      await this.audit.record(db, {
        action: 'delivery.retry',
        targetType: 'delivery',
        targetId: id,
        before: { status: 'dead' },
        after: { status: 'pending' },
      });
      return DeliveryDto.from(after);
    });
  }

  private async channel(db: Pick<ScopedTransaction, 'alertChannel'>, id: string): Promise<AlertChannel> {
    const channel = await db.alertChannel.findFirst({ where: { id } });
    if (channel === null) throw noSuchChannel();
    return channel;
  }
}
