import { Injectable } from '@nestjs/common';
import type { ScopedTransaction } from '../tenancy/prisma.service.ts';

/** placeholder until the channels are merged */
@Injectable()
export class Deliveries {
  async enqueue(_db: ScopedTransaction, _events: readonly unknown[]): Promise<void> {
    await Promise.resolve();
  }
}
