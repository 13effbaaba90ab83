import { CannotLook, DoesNotApply, type Check, type Finding } from './finding.ts';

/** What came of one check. */
export type Outcome =
  | { readonly name: string; readonly outcome: 'ok' }
  | { readonly name: string; readonly outcome: 'finding'; readonly findings: readonly Finding[] }
  | { readonly name: string; readonly outcome: 'not_made'; readonly reason: string }
  | { readonly name: string; readonly outcome: 'does_not_apply'; readonly reason: string };

export interface Diagnosis {
  /** What was looked at, in one line. */
  readonly subject: string;
  readonly outcomes: readonly Outcome[];
}

/** Makes the checks in their order, each whatever became of the others. */
export async function diagnose(subject: string, checks: readonly Check[]): Promise<Diagnosis> {
  const outcomes: Outcome[] = [];
  for (const check of checks) outcomes.push(await outcomeOf(check));
  return { subject, outcomes };
}

async function outcomeOf({ name, run }: Check): Promise<Outcome> {
  try {
    const findings = await run();
    return findings.length > 0 ? { name, outcome: 'finding', findings } : { name, outcome: 'ok' };
  } catch (error) {
    if (error instanceof DoesNotApply) return { name, outcome: 'does_not_apply', reason: error.message };
    const reason = error instanceof CannotLook ? error.message : `unexpected: ${String(error)}`;
    return { name, outcome: 'not_made', reason };
  }
}

export function countOf(diagnosis: Diagnosis, what: Outcome['outcome'] | Finding['severity']): number {
  const severities = diagnosis.outcomes.flatMap((each) =>
    each.outcome === 'finding' ? each.findings.map(({ severity }) => severity) : [],
  );
  return [...diagnosis.outcomes.map(({ outcome }) => outcome), ...severities].filter((each) => each === what)
    .length;
}

/** 0: no fault. 1: at least one. 2: none was found, but not everything could be looked at. */
export function exitCodeOf(diagnosis: Diagnosis): 0 | 1 | 2 {
  if (countOf(diagnosis, 'fault') > 0) return 1;
  return countOf(diagnosis, 'not_made') > 0 ? 2 : 0;
}
