import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Document } from './openapi-document.ts';
import { document, parameter, sent, TEXT } from './openapi-diff/sample.ts';

const SCRIPT = resolve('docs/openapi-diff.ts');

describe('npm run openapi:diff', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tenantry-diff-'));
    await mkdir(join(folder, 'docs'));
    git('init', '--quiet');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], {
      cwd: folder,
    });
  const write = async (version: string, is: Document) => {
    await writeFile(join(folder, 'package.json'), JSON.stringify({ version }));
    await writeFile(join(folder, 'docs/openapi.json'), JSON.stringify(is));
  };
  const tag = async (name: string, is: Document) => {
    await write(name.slice(1), is);
    git('add', '.');
    git('commit', '--quiet', '-m', name);
    git('tag', name);
  };
  const run = () => {
    const { status, stdout } = spawnSync(process.execPath, [SCRIPT], { cwd: folder, encoding: 'utf8' });
    return { status, stdout };
  };

  it('says so when there is no tag', () => {
    git('commit', '--quiet', '--allow-empty', '-m', 'first');
    expect(run()).toEqual({ status: 0, stdout: expect.stringContaining('no tag') });
  });

  it('fails for what breaks clients, measured against the last version', async () => {
    await tag('v1.9.0', document({}));
    await tag('v1.10.0', document(parameter({})));
    await write('1.11.0', document({}));
    expect(run()).toEqual({
      status: 1,
      stdout: expect.stringContaining('1 changes since v1.10.0, 1 of them breaking'),
    });
  });

  it('lets it pass with a new major version, and additions always', async () => {
    await tag('v1.0.0', document(parameter({})));
    await write('2.0.0', document({}));
    expect(run().status).toBe(0);
    await write('1.0.1', document({ ...parameter({}), ...sent(TEXT) }));
    expect(run()).toEqual({ status: 0, stdout: expect.stringContaining('Added:') });
  });
});
