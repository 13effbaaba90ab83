import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const COLLECTION = 'docs/postman/tenantry.postman_collection.json';
const ENVIRONMENT = 'docs/postman/local.postman_environment.json';
/** Newman uses what Node 24 calls deprecated; that would be told in every run. */
const NEWMAN = [
  '--no-deprecation',
  'node_modules/newman/bin/newman.js',
  'run',
  COLLECTION,
  '-e',
  ENVIRONMENT,
];
/** Milliseconds, on a machine that does much else. */
export const LONGEST = 120_000;

interface Assertion {
  readonly assertion: string;
  readonly skipped: boolean;
  readonly error?: { readonly message: string };
}

export interface Execution {
  readonly id: string;
  readonly item: { readonly name: string };
  readonly request: { readonly method: string; readonly url: { readonly path: string[] } };
  readonly response?: { readonly code: number };
  readonly assertions?: readonly Assertion[];
}

export interface Run {
  readonly code: number;
  readonly executions: readonly Execution[];
  /** In the words that somebody needs who has to mend it. */
  readonly failures: readonly string[];
  readonly assertions: readonly Assertion[];
}

/** Newman as it is run by hand, with the local environment and these variables in it; all folders, or one. */
export async function runCollection(
  variables: Readonly<Record<string, string>>,
  only?: string,
): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'tenantry-newman-'));
  const file = join(folder, 'report.json');
  const given = Object.entries(variables).flatMap(([name, value]) => ['--env-var', `${name}=${value}`]);
  const more = [...given, ...(only === undefined ? [] : ['--folder', only])];
  try {
    const code = await exitCode([...NEWMAN, ...more, '-r', 'json', '--reporter-json-export', file]);
    const { run } = JSON.parse(await readFile(file, 'utf8')) as Report;
    // What the scripts send is listed before the request that they send it for.
    const executions = [...new Map(run.executions.map((each) => [each.id, each])).values()];
    return {
      code,
      executions,
      failures: run.failures.map(
        ({ source, error }) => `${source.name}: ${error.test ?? ''} ${error.message}`,
      ),
      assertions: executions.flatMap(({ assertions = [] }) => assertions),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function exitCode(args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { timeout: LONGEST, maxBuffer: 64 * 1024 * 1024 });
    child.once('close', (code) => resolve(code ?? -1));
  });
}

interface Report {
  readonly run: {
    readonly executions: readonly Execution[];
    readonly failures: readonly {
      readonly source: { readonly name: string };
      readonly error: { readonly test?: string; readonly message: string };
    }[];
  };
}
