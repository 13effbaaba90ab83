import { Injectable } from '@nestjs/common';
import { SigningKeys } from '../auth/signing-keys.ts';
import { DatabaseHealth } from '../platform/database/database-health.ts';
import { Drain } from '../platform/http/drain.ts';
import type { ReadyDto } from './health.dto.ts';

/** What a load balancer asks before it sends requests here. */
@Injectable()
export class ReadinessService {
  constructor(
    private readonly database: DatabaseHealth,
    private readonly keys: SigningKeys,
    private readonly drain: Drain,
  ) {}

  /** @param setStatus given 200 or 503 */
  async report(setStatus: (status: number) => unknown): Promise<ReadyDto> {
    const checks = {
      database: await this.database.isReady(),
      signing_keys: this.keys.isReady(),
      accepting: this.drain.accepting,
    };
    const ready = Object.values(checks).every(Boolean);
    setStatus(ready ? 200 : 503);
    return { status: ready ? 'ready' : 'not_ready', checks };
  }
}
