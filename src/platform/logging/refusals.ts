import { currentContext, type RequestContext } from '../context/request-context.ts';

/** Why a request was refused: for the log alone, callers are told less. */
export interface Refusal {
  readonly code: string;
  readonly reason?: string;
  readonly cause?: string;
}

const refusals = new WeakMap<RequestContext, Refusal>();

/** Keeps the refusal of the request under way for its line in the log. */
export function noteRefusal(refusal: Refusal): void {
  const context = currentContext();
  if (context !== undefined) refusals.set(context, refusal);
}

export function refusalOf(context: RequestContext): Refusal | undefined {
  return refusals.get(context);
}
