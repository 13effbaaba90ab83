import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TERRAFORM_ROOTS, TerraformCopy, terraformMissing, type Outcome } from '../support/terraform.ts';

const reason = await terraformMissing();
if (reason !== undefined) process.stderr.write(`Skipped: Terraform, as ${reason}.\n`);

const MINUTES = 60_000;
/** Each run keeps a processor busy. */
const AT_ONCE = 2;
/** What a test needs the provider started for most often comes first. */
const LONGEST = ['modules/cognito', 'modules/service'];

/** What `terraform test -json` says, a line each, as far as it is looked at here. */
interface Line {
  readonly '@level': string;
  readonly '@message': string;
  readonly diagnostic?: {
    readonly detail: string;
    readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
  };
  readonly test_summary?: { readonly passed: number };
}

(reason === undefined ? describe : describe.skip)('Terraform', () => {
  let copy: TerraformCopy;
  const inits = new Map<string, Outcome>();
  const tests = new Map<string, Outcome>();

  beforeAll(async () => {
    copy = await TerraformCopy.make();
    // One at a time: they share what they download.
    for (const root of TERRAFORM_ROOTS) inits.set(root, await copy.init(root));
    const waiting = [...new Set([...LONGEST, ...TERRAFORM_ROOTS])];
    const work = async () => {
      for (let root = waiting.shift(); root !== undefined; root = waiting.shift()) {
        tests.set(root, await copy.run(root, 'test', '-json'));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }, 8 * MINUTES);

  afterAll(() => copy[Symbol.asyncDispose]());

  it('is formatted', async () => {
    const outcome = await copy.run('.', 'fmt', '-check', '-recursive', '-no-color');
    expect(outcome).toMatchObject({ code: 0, stdout: '' });
  });

  it.each(TERRAFORM_ROOTS)('passes the tests of %s', (root) => {
    expect(inits.get(root)).toMatchObject({ code: 0 });
    const { code, stdout } = tests.get(root) as Outcome;
    const lines = linesOf(stdout);
    expect({ code, faults: faultsOf(lines) }).toEqual({ code: 0, faults: [] });
    const summary = lines.find((line) => line.test_summary !== undefined)?.test_summary;
    expect(summary?.passed).toBeGreaterThan(0);
  });

  // Examples are what is applied, and the two have every module in them.
  it.each(TERRAFORM_ROOTS.filter((root) => root.startsWith('examples/')))(
    'finds %s valid',
    async (root) => {
      expect(await copy.run(root, 'validate', '-no-color')).toMatchObject({ code: 0 });
    },
    MINUTES,
  );
});

function linesOf(stdout: string): Line[] {
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
}

function faultsOf(lines: readonly Line[]): string[] {
  return lines
    .filter((line) => line['@level'] === 'error')
    .map(({ '@message': message, diagnostic }) => {
      const at = diagnostic?.range;
      const where = at === undefined ? '' : ` (${at.filename}:${at.start.line})`;
      return `${message}${where} ${diagnostic?.detail ?? ''}`;
    });
}
