import { Injectable } from '@nestjs/common';
import { Environment } from '../platform/config/environment.ts';
import { importBusy } from './item-problems.ts';

/** Of one tenant at once. */
const MOST_OF_TENANT = 2;

/** An import keeps a connection for as long as it runs: some must be left for everybody else. */
@Injectable()
export class ImportSlots {
  private readonly running = new Map<string, number>();
  private readonly most: number;

  constructor({ databasePoolSize }: Environment) {
    this.most = Math.max(1, Math.floor(databasePoolSize / 2));
  }

  /** @throws {TooManyRequests} `item/import_busy` */
  async during<T>(tenant: string, work: () => Promise<T>): Promise<T> {
    const own = this.running.get(tenant) ?? 0;
    const all = [...this.running.values()].reduce((sum, count) => sum + count, 0);
    if (own >= MOST_OF_TENANT || all >= this.most) throw importBusy();
    this.running.set(tenant, own + 1);
    try {
      return await work();
    } finally {
      this.leave(tenant);
    }
  }

  private leave(tenant: string): void {
    const left = (this.running.get(tenant) ?? 1) - 1;
    if (left === 0) this.running.delete(tenant);
    else this.running.set(tenant, left);
  }
}
