import { Injectable } from '@nestjs/common';
import type { Delivery } from '../platform/database/generated/client.ts';
import { PrismaService } from '../tenancy/prisma.service.ts';
import type { Outcome } from './outcome.ts';

const GIVE_UP_AFTER_MS = 24 * 60 * 60 * 1_000;
const LONGEST_PAUSE_S = 60;

/** What became of each attempt. */
@Injectable()
export class DeliveryLog {
  constructor(private readonly prisma: PrismaService) {}

  /** @param mayRepeat whether a failure that is not final is to be tried again */
  async record(delivery: Delivery, outcome: Outcome, mayRepeat: boolean): Promise<Delivery> {
    const attempts = delivery.attempts + 1;
    const { status, nextAttemptAt } = mayRepeat ? stateAfter(delivery, attempts, outcome) : endOf(outcome);
    const [after] = await this.prisma.delivery.updateManyAndReturn({
      where: { id: delivery.id, status: delivery.status },
      data: {
        status,
        attempts,
        responseStatus: outcome.status,
        lastError: outcome.result === 'failed' ? outcome.error : outcome.note,
        finishedAt: status === 'pending' ? null : new Date(),
        ...(nextAttemptAt && { nextAttemptAt }),
      },
    });
    // Its channel has been deleted meanwhile, or another process was faster.
    return after ?? delivery;
  }
}

interface State {
  readonly status: 'pending' | 'delivered' | 'dead';
  readonly nextAttemptAt?: Date;
}

/** An old one that is tried again, because its channel was off or somebody asked for it, has one attempt. */
function stateAfter({ createdAt }: Delivery, attempts: number, outcome: Outcome): State {
  const tooOld = Date.now() - createdAt.getTime() > GIVE_UP_AFTER_MS;
  if (outcome.result === 'delivered' || outcome.final || tooOld) return endOf(outcome);
  return { status: 'pending', nextAttemptAt: new Date(Date.now() + pauseAfter(attempts) * 1_000) };
}

function endOf({ result }: Outcome): State {
  return { status: result === 'delivered' ? 'delivered' : 'dead' };
}

/** 1, 2, 4 … 60 seconds, and up to a tenth more: what failed together does not come back together. */
export function pauseAfter(attempts: number): number {
  return Math.min(2 ** (attempts - 1), LONGEST_PAUSE_S) * (1 + Math.random() / 10);
}
