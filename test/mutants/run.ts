import { parseArgs } from 'node:util';
import { startTestPostgres } from '../support/postgres.ts';
import { ALERT_MUTANTS } from './alert-mutants.ts';
import { DATABASE_MUTANTS } from './database-mutants.ts';
import { FAIR_MUTANTS } from './fair-mutants.ts';
import { HTTP_MUTANTS } from './http-mutants.ts';
import { ISOLATION_MUTANTS } from './isolation-mutants.ts';
import { ITEM_MUTANTS } from './item-mutants.ts';
import { MACHINE_MUTANTS } from './machine-mutants.ts';
import type { Mutant } from './mutant.ts';
import { TENANCY_MUTANTS } from './tenancy-mutants.ts';
import { TOKEN_MUTANTS } from './token-mutants.ts';
import { Workshop, type Run } from './workshop.ts';

/**
 * `npm run test:mutants`: takes the controls away one at a time, in copies of the tree, and runs the specs that ought to
 * notice. Ends with 1 if one is missed. Phrases after `--` choose the mutants
 * whose names have one of them.
 */
const MUTANTS = [
  ...TENANCY_MUTANTS,
  ...MACHINE_MUTANTS,
  ...ISOLATION_MUTANTS,
  ...DATABASE_MUTANTS,
  ...TOKEN_MUTANTS,
  ...HTTP_MUTANTS,
  ...ITEM_MUTANTS,
  ...ALERT_MUTANTS,
  ...FAIR_MUTANTS,
];
/** Long specs repeat themselves in many settings: for a mutant some of them will do. */
const FEWER_TESTS: Readonly<Record<string, string>> = {
  'test/matrix/matrix.e2e-spec.ts': '^(?!.*(id tokens|strict false|at least 2,000))',
  'test/tenancy/which-tenant.e2e-spec.ts': '^(?!.*id tokens)',
};
/** At a time, each in a copy of its own. */
const WORKSHOPS = 3;

const { positionals } = parseArgs({ allowPositionals: true });
const phrases = positionals.map((phrase) => phrase.toLowerCase());
const chosen = MUTANTS.filter(
  ({ control }) => phrases.length === 0 || phrases.some((phrase) => control.toLowerCase().includes(phrase)),
);

const began = Date.now();
const server = await startTestPostgres();
const workshops: Workshop[] = [];
try {
  for (let n = 0; n < WORKSHOPS; n++) workshops.push(await Workshop.open(server));
  process.exitCode = (await runAll()) ? 0 : 1;
} finally {
  await Promise.all(workshops.map((workshop) => workshop.close()));
  await server.stop();
}

async function runAll(): Promise<boolean> {
  if (chosen.length === 0) throw new Error('There is no such mutant.');
  const specs = [...new Set(chosen.flatMap((mutant) => mutant.specs))];
  const sound = await Promise.all(
    workshops.map((workshop, n) => workshop.run({ specs: specs.filter((_, at) => at % WORKSHOPS === n) })),
  );
  const faults = sound.flatMap(({ failed, broken }) => [...failed, ...broken]);
  if (faults.length > 0) {
    print(`Without any mutant these fail already:\n${faults.join('\n')}`);
    return false;
  }
  const tests = sound.reduce((sum, { passed }) => sum + passed, 0);
  print(`${specs.length} spec files pass as they are, ${tests} tests. Now ${chosen.length} mutants:`);
  const queue = chosen.values();
  const misses: string[] = [];
  await Promise.all(
    workshops.map(async (workshop) => {
      for (const mutant of queue) {
        const { fine, text } = await judge(workshop, mutant);
        print(`${fine ? 'ok    ' : 'MISSED'} ${mutant.control} → ${text}`);
        if (!fine) misses.push(`${mutant.control} → ${text}`);
      }
    }),
  );
  const seconds = Math.round((Date.now() - began) / 1_000);
  for (const miss of misses) print(`MISSED ${miss}`);
  print(`${chosen.length - misses.length} passed, ${misses.length} failed`);
  print(`That took ${seconds} s.`);
  return misses.length === 0;
}

async function judge(workshop: Workshop, mutant: Mutant): Promise<{ fine: boolean; text: string }> {
  try {
    const tests = mutant.tests ?? FEWER_TESTS[mutant.specs.join()] ?? '';
    return verdict(mutant, await workshop.run({ ...mutant, tests }));
  } catch (error) {
    return { fine: false, text: `does not fit any more: ${String(error)}` };
  }
}

function verdict({ expect = 'killed' }: Mutant, run: Run): { fine: boolean; text: string } {
  const [killer] = run.failed;
  if (expect === 'held') {
    const fine = run.failed.length + run.broken.length === 0 && run.passed > 0;
    return { fine, text: fine ? `held by the other lock, ${run.passed} tests` : `NOT held: ${killer ?? ''}` };
  }
  if (killer !== undefined) return { fine: true, text: `killed by "${killer}"` };
  if (run.timedOut) return { fine: true, text: 'killed: no end' };
  const [broken] = run.broken;
  return {
    fine: false,
    text: broken === undefined ? 'SURVIVED' : `could not be run: ${broken.slice(0, 500)}`,
  };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
