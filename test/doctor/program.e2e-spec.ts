import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { client, withSetup } from './clinic.ts';

/** The production build: what runs in the image as well. */
const PROGRAM = 'dist/src/doctor.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

interface Ended {
  readonly code: number | null;
  readonly printed: string;
  readonly complained: string;
}

function run(variables: Readonly<Record<string, string | undefined>>, ...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { PATH: process.env['PATH'], ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [printed, complained] = ['', ''];
  child.stdout.on('data', (chunk) => (printed += String(chunk)));
  child.stderr.on('data', (chunk) => (complained += String(chunk)));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, printed, complained })));
}

const lastLine = ({ printed }: Ended) => JSON.parse(printed.trim().split('\n').at(-1) ?? '') as unknown;

describe('dist/src/doctor.js', () => {
  it('ends with 0 where all is well', async () => {
    const ended = await withSetup(database.runtimeUrl, {}, (variables) => run(variables, '--json'));
    expect(ended).toMatchObject({ code: 0, complained: '' });
    expect(ended.printed).toMatch(/^ok +tenant\/read_only$/m);
    expect(ended.printed).toMatch(/^\d\d ok, 0 faults, 0 advice, 0 not made, 0 not applicable$/m);
    expect(lastLine(ended)).toMatchObject({ exit_code: 0, faults: 0, advice: 0, not_made: 0 });
  });

  it('ends with 1 for a fault, and says what to change', async () => {
    const plant = { pool: client('web', { writeAttributes: ['name', 'custom:tenant_id'] }) };
    const ended = await withSetup(database.runtimeUrl, plant, (variables) => run(variables, '--json'));
    expect(ended.code).toBe(1);
    expect(ended.printed).toMatch(
      /^FAULT +tenant\/read_only\n +Found: .*\n +Expected: .*\n +Change: Console: .*\n +Terraform: .*\n +CLI: .*$/m,
    );
    expect(lastLine(ended)).toMatchObject({
      exit_code: 1,
      faults: 1,
      checks: expect.arrayContaining([
        {
          name: 'tenant/read_only',
          outcome: 'finding',
          findings: [expect.objectContaining({ severity: 'fault' })],
        },
      ]),
    });
  });

  it('ends with 0 when there is advice alone', async () => {
    const plant = { pool: client('web', { refreshTokenRotation: { graceSeconds: 5 } }) };
    const ended = await withSetup(database.runtimeUrl, plant, (variables) => run(variables));
    expect(ended.code).toBe(0);
    expect(ended.printed).toMatch(/^advice +web_client\/rotation$/m);
    expect(ended.printed).not.toContain('{"exit_code"');
  });

  it('ends with 2 without a permission', async () => {
    const ended = await withSetup(database.runtimeUrl, {}, (variables, cognito) => {
      cognito.fault('ListUserPoolClients', 'AccessDeniedException', 100);
      return run(variables);
    });
    expect(ended.code).toBe(2);
    expect(ended.printed).toMatch(
      /^NOT MADE +tenant\/read_only, clients\/revocation, clients\/existence_errors: .*cognito-idp:ListUserPoolClients$/m,
    );
  });

  it('ends with 2 without a configuration, with every fault of it and no stack', async () => {
    const ended = await run({ PORT: 'eighty', AUTH_URL: 'nowhere' }, '--json');
    expect(ended.code).toBe(2);
    for (const name of [
      'COGNITO_USER_POOL_ID',
      'COGNITO_APP_CLIENT_ID',
      'DATABASE_URL',
      'PORT',
      'AUTH_URL',
    ]) {
      expect(ended.printed).toMatch(new RegExp(`Found: ${name} is (missing|not valid): `));
    }
    expect(ended.printed + ended.complained).not.toMatch(/^\s+at /m);
    expect(ended.printed).toMatch(/^NOT MADE +pool\/\*, .*, database\/\*: the configuration is not valid$/m);
    expect(lastLine(ended)).toMatchObject({ exit_code: 2, not_made: 9 });
  });

  it('ends with 2 without AWS credentials, and says so', async () => {
    const ended = await withSetup(database.runtimeUrl, {}, (variables) =>
      run({
        ...variables,
        AWS_ACCESS_KEY_ID: undefined,
        AWS_SECRET_ACCESS_KEY: undefined,
        AWS_EC2_METADATA_DISABLED: 'true',
        HOME: '/nonexistent',
      }),
    );
    expect(ended.code).toBe(2);
    expect(ended.printed).toMatch(
      /^NOT MADE +pool\/exists, .*, tenant\/attribute: no AWS credentials were found/m,
    );
  });
});
