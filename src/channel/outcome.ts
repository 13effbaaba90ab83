import { AddressRefused, OutboundFailure } from '../platform/net/outbound-failures.ts';
import { postOutbound, type OutboundCall, type OutboundOptions } from '../platform/net/outbound.ts';

/** What came of one attempt. Sentences are for people: no secret in them, and no path of an address. */
export type Outcome =
  | { readonly result: 'delivered'; readonly status: number | null; readonly note: string | null }
  | {
      readonly result: 'failed';
      readonly status: number | null;
      readonly error: string;
      /** Trying again would change nothing. */
      readonly final: boolean;
    };

/** These say "not now" (RFC 9110 section 15.5.9, RFC 8470, RFC 6585); every other 4xx says "not like this". */
const PASSING = new Set([408, 425, 429]);

/** @returns whatever happens out there, rather than throwing it */
export async function postAndJudge(call: OutboundCall, options: OutboundOptions): Promise<Outcome> {
  try {
    const { status } = await postOutbound(call, options);
    if (status >= 200 && status < 300) return { result: 'delivered', status, note: null };
    const error = `The receiver answered ${status}${status >= 300 && status < 400 ? ', a redirect, which is not followed' : ''}.`;
    return { result: 'failed', status, error, final: status >= 400 && status < 500 && !PASSING.has(status) };
  } catch (error) {
    if (!(error instanceof OutboundFailure)) throw error;
    return { result: 'failed', status: null, error: error.message, final: error instanceof AddressRefused };
  }
}
