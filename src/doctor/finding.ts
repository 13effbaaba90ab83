/** `fault`: it will not work, or is unsafe. `advice`: it works, and could be better. */
export type Severity = 'fault' | 'advice';

/** One thing that is not as the application needs it. Every text is shown to an operator: no secret stands in it. */
export interface Finding {
  readonly severity: Severity;
  readonly found: string;
  readonly expected: string;
  /** Where to change it, and to what. */
  readonly change: string;
}

export interface Check {
  /** Stable, `group/what`: what scripts and people refer to. */
  readonly name: string;
  /**
   * @returns nothing when all is well
   * @throws {CannotLook} when that could not be found out
   * @throws {DoesNotApply} when nothing is set up that this could be held against
   */
  run(): Promise<readonly Finding[]>;
}

/** A check that could not be made; it never counts as passed. The message says why. */
export class CannotLook extends Error {
  override readonly name: string = 'CannotLook';
}

/** There is nothing to check, by choice of whoever set it up. The message says which choice. */
export class DoesNotApply extends Error {
  override readonly name: string = 'DoesNotApply';
}

export function fault(found: string, expected: string, change: string): Finding {
  return { severity: 'fault', found, expected, change };
}

export function advice(found: string, expected: string, change: string): Finding {
  return { severity: 'advice', found, expected, change };
}

interface Places {
  /** Path in the console of the user pool. */
  readonly console: string;
  /** Arguments of `aws_cognito_user_pool` or `aws_cognito_user_pool_client`. */
  readonly terraform: string;
  /** Command and options, without `aws cognito-idp`. */
  readonly cli: string;
}

/** The three places where a setting of Cognito can be changed, as one sentence each. */
export function change({ console, terraform, cli }: Places): string {
  return `Console: ${console}. Terraform: ${terraform}. CLI: aws cognito-idp ${cli}.`;
}
