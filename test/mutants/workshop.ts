import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import pg from 'pg';
import { TEMPLATE_DATABASE, type TestPostgres } from '../support/postgres.ts';
import type { Edit, Mutant } from './mutant.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const LEFT_OUT = new Set(['node_modules', '.git', '.local', 'dist', 'coverage', '.next']);
/** Milliseconds: a mutant that runs in circles is found out as well. */
const LONGEST_RUN = 240_000;
const POSTGRES = 'test/support/postgres.ts';

export interface Run {
  /** Names of the tests that failed. */
  readonly failed: readonly string[];
  readonly passed: number;
  /** Spec files that could not be run at all: that proves nothing. */
  readonly broken: readonly string[];
  readonly timedOut: boolean;
}

/**
 * A copy of the tree to break, with a template database of its own on the one server that all share. The working tree
 * is never touched.
 */
export class Workshop {
  readonly folder: string;
  private readonly server: TestPostgres;
  private readonly template = `${TEMPLATE_DATABASE}_${randomBytes(4).toString('hex')}`;

  private constructor(folder: string, server: TestPostgres) {
    this.folder = folder;
    this.server = server;
  }

  static async open(server: TestPostgres): Promise<Workshop> {
    const folder = await mkdtemp(join(tmpdir(), 'tenantry-mutants-'));
    await cp(ROOT, folder, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
    await symlink(await realpath(join(ROOT, 'node_modules')), join(folder, 'node_modules'));
    const workshop = new Workshop(folder, server);
    await workshop.edit({
      file: POSTGRES,
      search: `'${TEMPLATE_DATABASE}'`,
      replace: `'${workshop.template}'`,
    });
    // The server and its template are there already.
    for (const file of ['global-setup', 'global-teardown']) {
      await writeFile(
        join(folder, 'test', 'support', `${file}.ts`),
        'export default async function nothing() {}\n',
      );
    }
    return workshop;
  }

  /** @throws {Error} when an edit does not fit the sources any more */
  async run({ edits = [], sql = '', specs, tests }: Omit<Mutant, 'control'>): Promise<Run> {
    const originals = new Map<string, string>();
    for (const { file } of edits) originals.set(file, await readFile(join(this.folder, file), 'utf8'));
    try {
      for (const edit of edits) await this.edit(edit);
      await this.makeTemplate(sql);
      return await this.jest(specs, tests);
    } finally {
      for (const [file, text] of originals) await writeFile(join(this.folder, file), text);
    }
  }

  async close(): Promise<void> {
    await this.asSuperuser([`DROP DATABASE IF EXISTS ${this.template}`]);
    await rm(this.folder, { recursive: true, force: true });
  }

  private async edit({ file, search, replace }: Edit): Promise<void> {
    const path = join(this.folder, file);
    const parts = (await readFile(path, 'utf8')).split(search);
    if (parts.length !== 2) {
      throw new Error(`${file}: found ${parts.length - 1} times, not once: ${search}`);
    }
    await writeFile(path, parts.join(replace));
  }

  private async makeTemplate(sql: string): Promise<void> {
    await this.asSuperuser([
      `DROP DATABASE IF EXISTS ${this.template}`,
      `CREATE DATABASE ${this.template} OWNER tenantry_owner TEMPLATE ${TEMPLATE_DATABASE}`,
    ]);
    if (sql !== '') await this.asSuperuser([sql], this.template);
  }

  private async asSuperuser(statements: readonly string[], database?: string): Promise<void> {
    const url = new URL(this.server.superuserUrl);
    if (database !== undefined) url.pathname = `/${database}`;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  }

  private async jest(specs: readonly string[], tests = ''): Promise<Run> {
    if (specs.length === 0) return { failed: [], passed: 0, broken: [], timedOut: false };
    const report = join(this.folder, 'report.json');
    await rm(report, { force: true });
    const timedOut = await this.runToItsEnd([
      '--experimental-vm-modules',
      '--no-warnings',
      'node_modules/jest/bin/jest.js',
      ...[
        '--ci',
        '--runInBand',
        '--json',
        `--outputFile=${report}`,
        `--testNamePattern=${tests}`,
        '--runTestsByPath',
      ],
      ...specs,
    ]);
    const text = await readFile(report, 'utf8').catch(() => undefined);
    if (text === undefined) return { failed: [], passed: 0, broken: timedOut ? [] : specs, timedOut };
    const { testResults, numPassedTests } = JSON.parse(text) as Report;
    return {
      failed: testResults.flatMap(({ assertionResults }) =>
        assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
      ),
      passed: numPassedTests,
      broken: testResults
        .filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0)
        .map(({ name, message }) => `${name}: ${message}`),
      timedOut,
    };
  }

  /** @returns whether it had to be stopped */
  private async runToItsEnd(args: readonly string[]): Promise<boolean> {
    const child = spawn(process.execPath, args, {
      cwd: this.folder,
      stdio: 'ignore',
      env: {
        ...process.env,
        TEST_POSTGRES_OWNER_URL: this.server.ownerUrl,
        TEST_POSTGRES_RUNTIME_URL: this.server.runtimeUrl,
        TEST_POSTGRES_SUPERUSER_URL: this.server.superuserUrl,
      },
    });
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, LONGEST_RUN);
    await new Promise((resolve) => child.once('close', resolve));
    clearTimeout(timer);
    return timedOut;
  }
}

/** As much of Jest's `--json` as is needed. */
interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}
