import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { crc32 } from 'node:zlib';
import { run, TERRAFORM_FOLDER, TERRAFORM_ROOTS, TerraformCopy } from '../support/terraform.ts';

/** What can be said about the files without Terraform. */
describe.each(TERRAFORM_ROOTS)('terraform/%s', (root) => {
  const read = (name: string) => readFile(join(TERRAFORM_FOLDER, root, name), 'utf8');

  it('has the four files, and tests', async () => {
    const names = await readdir(join(TERRAFORM_FOLDER, root));
    expect(names.filter((name) => name.endsWith('.tf')).sort()).toEqual([
      'main.tf',
      'outputs.tf',
      'variables.tf',
      'versions.tf',
    ]);
    expect(names).toContain('tests');
  });

  it('describes every variable and output, types every variable, and hides every secret', async () => {
    const variables = blocks(await read('variables.tf'), 'variable');
    const outputs = blocks(await read('outputs.tf'), 'output');
    expect(variables.filter(({ body }) => !/^ {2}description +=/m.test(body))).toEqual([]);
    expect(variables.filter(({ body }) => !/^ {2}type +=/m.test(body))).toEqual([]);
    expect(variables.filter(({ body }) => /^ {2}type += any/m.test(body))).toEqual([]);
    expect(outputs.filter(({ body }) => !/^ {2}description +=/m.test(body))).toEqual([]);
    const secret = outputs.filter(({ name }) => /_secret$|_env$|password/.test(name));
    expect(secret.filter(({ body }) => !/^ {2}sensitive += true/m.test(body))).toEqual([]);
  });

  it('makes no client that could write the tenant: the list of what clients write is always given', async () => {
    const main = await read('main.tf');
    const clients = resources(main, 'aws_cognito_(?:managed_)?user_pool_client');
    const lists = clients.map(({ body }) => /^ {2}write_attributes += (.+)$/m.exec(body)?.[1]);
    // The module's own tests look at what is in the list, for these three.
    const names = root === 'modules/cognito' ? ['server', 'web', 'swagger'] : [];
    expect(clients.map(({ name }) => name)).toEqual(names);
    expect(lists).toEqual(names.map(() => 'local.write_attributes'));
  });

  it('asks for a provider that knows refresh token rotation', async () => {
    expect(await read('versions.tf')).toMatch(/source {2}= "hashicorp\/aws"\n +version = ">= 5\.100"/);
  });
});

describe('what Terraform and the API have to agree on', () => {
  const read = (path: string) => readFile(resolve(TERRAFORM_FOLDER, path), 'utf8');

  it('lets the API make the calls that it makes, and no other', async () => {
    const code = await read('../src/platform/cognito/cognito-client.ts');
    // Calls that begin otherwise ask no IAM role: they are authorised by the client or the user's token.
    const made = [...code.matchAll(/^ {2}((?:Admin|List|Describe|Create|Update|Delete)\w+)Command,$/gm)];
    const main = await read('modules/service/main.tf');
    const allowed = [...main.matchAll(/"cognito-idp:(\w+)"/g)];
    expect(allowed.map(([, name]) => name)).toEqual(made.map(([, name]) => name).sort());
  });

  it('gives variables that .env.example explains', async () => {
    const known = [...(await read('../.env.example')).matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    const given = [...(await read('modules/cognito/outputs.tf')).matchAll(/\b([A-Z]+(?:_[A-Z]+)+) +=/g)];
    expect(given.length).toBeGreaterThan(10);
    expect(given.map(([, name]) => name).filter((name) => !known.includes(name))).toEqual([]);
  });

  it('starts what the images have', async () => {
    const variables = await read('modules/service/variables.tf');
    const [api, web] = await Promise.all([read('../Dockerfile'), read('../frontend/Dockerfile')]);
    const commands = [...variables.matchAll(/command += optional\(list\(string\), (\[.+\])\)/g)].map(
      ([, command = '[]']) => JSON.parse(command) as string[],
    );
    const commandOf = (file: string) => JSON.parse(/^CMD (.+)$/m.exec(file)?.[1] ?? '[]') as string[];
    expect(commands).toEqual([commandOf(api), migrationOf(api), commandOf(web)]);
    const certificates = /"database_ca_file"[^]*?default += "(.+)"/.exec(variables)?.[1];
    expect(api).toContain(`global-bundle.pem ${certificates}\n`);
  });
});

describe('npm run build:lambda', () => {
  it('packs the function as it is, with the same bytes each time', async () => {
    await using copy = await TerraformCopy.make();
    const folder = join(copy.folder, 'modules/cognito/lambda');
    const make = async () => {
      const { code, stderr } = await run(process.execPath, ['package.ts'], { cwd: folder, env: process.env });
      expect({ code, stderr }).toMatchObject({ code: 0 });
      return readFile(join(folder, 'pre-token-generation.zip'));
    };
    const zip = await make();
    const source = await readFile(join(folder, 'pre-token-generation.mjs'));
    const nameLength = zip.readUInt16LE(26);
    const begin = 30 + nameLength;
    expect(zip.readUInt32LE(0)).toBe(0x04034b50);
    expect(zip.toString('latin1', 30, begin)).toBe('pre-token-generation.mjs');
    expect(zip.readUInt32LE(14)).toBe(crc32(source));
    expect(zip.subarray(begin, begin + source.length).equals(source)).toBe(true);
    expect(zip.readUInt32LE(zip.length - 22)).toBe(0x06054b50);
    expect((await make()).equals(zip)).toBe(true);
  });
});

describe('modules/service/migrate.sh', () => {
  let folder: string;
  const calls = () => readFile(join(folder, 'calls'), 'utf8');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tenantry-migrate-'));
    const cli = join(folder, 'aws');
    await writeFile(
      cli,
      `#!/bin/sh
echo "$*" >> '${folder}/calls'
case "$2" in
  run-task) echo "$STARTED" ;;
  describe-tasks) echo "$CODE" ;;
esac
`,
    );
    await chmod(cli, 0o755);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function migrate(started: string, code: string) {
    await rm(join(folder, 'calls'), { force: true });
    return run('sh', [join(TERRAFORM_FOLDER, 'modules/service/migrate.sh')], {
      env: {
        PATH: process.env['PATH'],
        AWS_CLI: join(folder, 'aws'),
        AWS_REGION: 'ap-northeast-1',
        CLUSTER: 'tenantry',
        TASK_DEFINITION: 'migration:7',
        SUBNETS: 'subnet-1,subnet-2',
        SECURITY_GROUPS: 'sg-1,sg-2',
        LOG_GROUP: '/tenantry/migration',
        STARTED: started,
        CODE: code,
      },
    });
  }

  it('starts the task without a public address, waits, and is content with 0', async () => {
    expect(await migrate('arn:task', '0')).toMatchObject({ code: 0 });
    const [start = '', wait, ...rest] = (await calls()).trim().split('\n');
    expect(start).toContain('--cluster tenantry --task-definition migration:7');
    expect(start).toContain('subnets=[subnet-1,subnet-2],securityGroups=[sg-1,sg-2],assignPublicIp=DISABLED');
    expect(wait).toContain('ecs wait tasks-stopped');
    expect(rest).toHaveLength(1);
  });

  it.each(['1', 'None'])('stops the rollout when the task ends with %s', async (code) => {
    const outcome = await migrate('arn:task', code);
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain('/tenantry/migration');
  });

  it('stops the rollout when no task was started', async () => {
    expect(await migrate('None', '0')).toMatchObject({ code: 1 });
    expect((await calls()).trim().split('\n')).toHaveLength(1);
  });
});

/** As the comment at the head of the Dockerfile says it. */
function migrationOf(file: string): string[] {
  return (/^#.* (node \S*migrate\S*)$/m.exec(file)?.[1] ?? '').split(' ');
}

function resources(text: string, type: string): { name: string; body: string }[] {
  return blocks(text.replaceAll(new RegExp(`^resource "${type}" "`, 'gm'), 'client "'), 'client');
}

function blocks(text: string, kind: string): { name: string; body: string }[] {
  return [...text.matchAll(new RegExp(`^${kind} "(\\w+)" \\{\\n([^]*?)^\\}`, 'gm'))].map(
    ([, name = '', body = '']) => ({ name, body }),
  );
}
