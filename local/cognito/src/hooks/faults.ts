/**
 * What a target does instead of its work: `timeout` holds the connection open without an answer, `reset` breaks
 * it, `http500` answers 500 without a body the SDK knows; anything else is the name of a service error.
 */
export type FaultType = string;

/** Faults that tests order: the next `times` calls of a target (an action, or a page such as `jwks`) fail. */
export class Faults {
  readonly #planned = new Map<string, { type: FaultType; left: number }>();

  /** `times` 0 clears the target. */
  plan(target: string, type: FaultType, times: number): void {
    if (times === 0) this.#planned.delete(target);
    else this.#planned.set(target, { type, left: times });
  }

  /** The fault of this call, if one is due; it counts as used. */
  take(target: string): FaultType | undefined {
    const fault = this.#planned.get(target);
    if (!fault) return undefined;
    fault.left -= 1;
    if (fault.left <= 0) this.#planned.delete(target);
    return fault.type;
  }
}
