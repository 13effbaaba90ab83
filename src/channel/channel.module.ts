import { Module } from '@nestjs/common';
import { Deliveries } from './deliveries.ts';

@Module({ providers: [Deliveries], exports: [Deliveries] })
export class ChannelModule {}
