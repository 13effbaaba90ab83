import { Module } from '@nestjs/common';
import { ChannelModule } from '../channel/channel.module.ts';
import { AlertChanges } from './alert-changes.ts';
import { AlertFeed } from './alert-feed.ts';
import { AlertIngestController } from './alert-ingest.controller.ts';
import { AlertIngestService } from './alert-ingest.service.ts';
import { AlertIntake } from './alert-intake.ts';
import { AlertJournal } from './alert-journal.ts';
import { AlertList } from './alert-list.ts';
import { AlertStreamController } from './alert-stream.controller.ts';
import { AlertStreamService } from './alert-stream.service.ts';
import { AlertStreams } from './alert-streams.ts';
import { AlertSummary } from './alert-summary.ts';
import { AlertTimelineController } from './alert-timeline.controller.ts';
import { AlertTimeline } from './alert-timeline.ts';
import { AlertController } from './alert.controller.ts';
import { AlertService } from './alert.service.ts';
import { KnownSignIns } from './known-sign-ins.ts';
import { NewSignIn } from './new-sign-in.ts';
import { FeedReader } from './feed-reader.ts';

@Module({
  imports: [ChannelModule],
  // In this order: `stream` would be an `:id` to the last one.
  controllers: [AlertIngestController, AlertStreamController, AlertTimelineController, AlertController],
  providers: [
    AlertService,
    AlertList,
    AlertSummary,
    AlertIntake,
    AlertIngestService,
    AlertChanges,
    AlertJournal,
    AlertTimeline,
    AlertFeed,
    FeedReader,
    AlertStreams,
    AlertStreamService,
    KnownSignIns,
    NewSignIn,
  ],
})
export class AlertModule {}
