import { createHmac } from 'node:crypto';
import type { OutboundCall } from '../platform/net/outbound.ts';

interface SignedBody {
  readonly id: string;
  readonly body: string;
  readonly secret: string;
  /** Seconds since the epoch. */
  readonly timestamp: number;
}

/** The headers by which a receiver knows that a webhook is ours, is fresh, and whether it has had it before. */
export function webhookHeaders({ id, body, secret, timestamp }: SignedBody): OutboundCall['headers'] {
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'Tenantry',
    'X-Tenantry-Delivery': id,
    'X-Tenantry-Timestamp': String(timestamp),
    'X-Tenantry-Signature': `v1=${signature}`,
  };
}
