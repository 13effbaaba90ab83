import { Module } from '@nestjs/common';
import { ChannelDrain } from './channel-drain.ts';
import { ChannelJobs } from './channel-jobs.ts';
import { ChannelLease } from './channel-lease.ts';
import { ChannelList } from './channel-list.ts';
import { ChannelSecrets } from './channel-secrets.ts';
import { ChannelSender } from './channel-sender.ts';
import { ChannelController } from './channel.controller.ts';
import { ChannelService } from './channel.service.ts';
import { Deliveries } from './deliveries.ts';
import { DeliveryList } from './delivery-list.ts';
import { DeliveryLog } from './delivery-log.ts';
import { DeliveryWorker } from './delivery-worker.ts';
import { DeliveryController } from './delivery.controller.ts';
import { DeliveryService } from './delivery.service.ts';
import { Mailer } from './mailer.ts';

/** Where alerts go out to, and their way there. The alerts themselves come in by {@link Deliveries}. */
@Module({
  controllers: [ChannelController, DeliveryController],
  providers: [
    ChannelService,
    ChannelList,
    ChannelSecrets,
    ChannelJobs,
    Deliveries,
    DeliveryService,
    DeliveryList,
    DeliveryLog,
    DeliveryWorker,
    ChannelDrain,
    ChannelLease,
    ChannelSender,
    Mailer,
  ],
  exports: [Deliveries],
})
export class ChannelModule {}
