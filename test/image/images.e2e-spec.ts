import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChildProcess } from 'node:child_process';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { freePort } from '../support/free-port.ts';
import { WEB_CLIENT, World } from '../support/world.ts';
import { Image } from './image.ts';

const asked = process.env['TEST_IMAGES'] === '1';
if (!asked) process.stderr.write('Skipped: the images, which takes two installs (npm run test:images).\n');
const describeImages = asked ? describe : describe.skip;
const BUILD_MS = 600_000;

describeImages('The image of the API', () => {
  let image: Image;
  let world: World;
  let database: TestDatabase;
  beforeAll(async () => {
    world = await World.start();
    image = await Image.build('Dockerfile');
    database = await createTestDatabase({ migrated: false });
  }, BUILD_MS);
  afterAll(async () => {
    await world.close();
    await database.drop();
    await image.remove();
  });

  it('holds what runs and nothing else', () => {
    for (const needed of ['dist/src/main.js', 'dist/prisma/migrate.js', 'prisma/migrations']) {
      expect([needed, existsSync(image.path(needed))]).toEqual([needed, true]);
    }
    for (const useless of [
      'src',
      'test',
      'frontend',
      'local',
      'node_modules/typescript',
      'node_modules/jest',
    ]) {
      expect([useless, existsSync(image.path(useless))]).toEqual([useless, false]);
    }
  });

  it('migrates an empty database, serves it, tells its health and ends in order', async () => {
    const migration = image.start(
      { DATABASE_OWNER_URL: database.ownerUrl, DATABASE_URL: database.runtimeUrl },
      ['node', 'dist/prisma/migrate.js'],
    );
    expect(await endOf(migration)).toEqual([0, expect.stringContaining('Applied')]);

    const port = String(await freePort());
    const variables = { ...world.variables, DATABASE_URL: database.runtimeUrl, PORT: port, LOCAL_STACK: '1' };
    const api = image.start(variables);
    const ended = endOf(api);
    await untilReady(`http://localhost:${port}/health/ready`, api);
    await image.checkHealth({ PORT: port });
    const document = await fetch(`http://localhost:${port}/docs/openapi.json`);
    expect(document.status).toBe(200);
    api.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
    await expect(image.checkHealth({ PORT: port })).rejects.toThrow();
  }, 60_000);
});

describeImages('The image of the web front end', () => {
  let image: Image;
  let world: World;
  beforeAll(async () => {
    world = await World.start();
    image = await Image.build('frontend/Dockerfile');
  }, BUILD_MS);
  afterAll(async () => {
    await world.close();
    await image.remove();
  });

  it('serves its pages, tells its health and ends in order', async () => {
    const port = String(await freePort());
    const web = image.start({
      WEB_PORT: port,
      AUTH_URL: `http://localhost:${port}`,
      AUTH_SECRET: 'a secret of thirty-two characters',
      API_URL: world.url,
      COGNITO_ISSUER: world.variables['COGNITO_ISSUER'] ?? '',
      COGNITO_DOMAIN: world.cognito.url,
      COGNITO_WEB_CLIENT_ID: WEB_CLIENT,
    });
    const ended = endOf(web);
    await untilReady(`http://localhost:${port}/sign-in`, web);
    await image.checkHealth({ WEB_PORT: port });
    const page = await fetch(`http://localhost:${port}/`, { redirect: 'manual' });
    expect([page.status, page.headers.get('location')]).toEqual([307, '/sign-in']);
    web.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
    expect(existsSync(image.path('node_modules/@nestjs/core'))).toBe(false);
  }, 60_000);
});

/** The code and what was printed. */
async function endOf(child: ChildProcess): Promise<[number | null, string]> {
  let printed = '';
  for (const output of [child.stdout, child.stderr])
    output?.on('data', (chunk) => (printed += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return [code, printed];
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (const end = Date.now() + 30_000; ; await sleep(100)) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    if (child.exitCode !== null || Date.now() > end) throw new Error(`${url} is not there`);
  }
}
