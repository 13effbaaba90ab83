import { countOf, type Diagnosis, type Outcome } from './diagnosis.ts';
import type { Finding } from './finding.ts';

const INDENT = ' '.repeat(10);

/** For people: what is to be done in full, what is well in a line. */
export function textOf(diagnosis: Diagnosis): string {
  const { subject, outcomes } = diagnosis;
  const told = gathered(outcomes).flatMap(linesOf);
  return [subject, '', ...told, '', summaryOf(diagnosis), ...warningOf(diagnosis)].join('\n');
}

/** For machines, in one line. */
export function jsonOf(diagnosis: Diagnosis, exitCode: number): string {
  return JSON.stringify({
    exit_code: exitCode,
    faults: countOf(diagnosis, 'fault'),
    advice: countOf(diagnosis, 'advice'),
    not_made: countOf(diagnosis, 'not_made'),
    checks: diagnosis.outcomes,
  });
}

const line = (mark: string, text: string) => `${mark.padEnd(INDENT.length)}${text}`;

function linesOf(outcome: Outcome): string[] {
  if (outcome.outcome === 'ok') return [line('ok', outcome.name)];
  if (outcome.outcome === 'not_made') return [line('NOT MADE', `${outcome.name}: ${outcome.reason}`)];
  if (outcome.outcome === 'does_not_apply') return [line('-', `${outcome.name}: ${outcome.reason}`)];
  return outcome.findings.flatMap((finding) => [
    line(finding.severity === 'fault' ? 'FAULT' : 'advice', outcome.name),
    ...detailsOf(finding),
  ]);
}

/** What one reason kept from being made is told in one line. */
function gathered(outcomes: readonly Outcome[]): Outcome[] {
  const told: Outcome[] = [];
  for (const outcome of outcomes) {
    const before = told.at(-1);
    if (
      before !== undefined &&
      'reason' in before &&
      'reason' in outcome &&
      before.reason === outcome.reason
    ) {
      told[told.length - 1] = { ...before, name: `${before.name}, ${outcome.name}` };
    } else told.push(outcome);
  }
  return told;
}

function detailsOf({ found, expected, change }: Finding): string[] {
  const places = change.split(/ (?=(?:Terraform|CLI): )/);
  const lines = [`Found: ${found}`, `Expected: ${expected}`, `Change: ${places.join(`\n${INDENT}        `)}`];
  return lines.map((text) => INDENT + text);
}

function summaryOf(diagnosis: Diagnosis): string {
  const faults = countOf(diagnosis, 'fault');
  return [
    `${countOf(diagnosis, 'ok')} ok`,
    `${faults} ${faults === 1 ? 'fault' : 'faults'}`,
    `${countOf(diagnosis, 'advice')} advice`,
    `${countOf(diagnosis, 'not_made')} not made`,
    `${countOf(diagnosis, 'does_not_apply')} not applicable`,
  ].join(', ');
}

/** The command line's updates are the trap that a list of small changes leads into. */
function warningOf({ outcomes }: Diagnosis): string[] {
  const named = outcomes.some(
    (each) =>
      each.outcome === 'finding' && each.findings.some(({ change }) => change.includes('update-user-pool')),
  );
  if (!named) return [];
  return [
    'update-user-pool and update-user-pool-client reset every setting that is not sent: send all of them, or use Terraform.',
  ];
}
