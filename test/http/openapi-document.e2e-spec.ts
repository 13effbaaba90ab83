import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { World } from '../support/world.ts';

const DOCUMENT = 'docs/openapi.json';
const TYPES = 'frontend/src/lib/schema.ts';
/** `npm run openapi` writes both files; without it they are compared. */
const write = process.env['WRITE_OPENAPI'] === '1';

let world: World;
let now: string;
beforeAll(async () => {
  // Where the hosted UI is belongs to an installation, not to the interface.
  world = await World.start({ variables: { COGNITO_SWAGGER_CLIENT_ID: '' } });
  const { body } = await world.http.get('/docs/openapi.json').expect(200);
  now = `${JSON.stringify(body, null, 2)}\n`;
});
afterAll(() => world.close());

/** What has a default may be left out of a request. */
const OPTIONS = ['-o', TYPES, '--default-non-nullable=false'];
const types = (...more: string[]) =>
  promisify(execFile)('node_modules/.bin/openapi-typescript', [DOCUMENT, ...OPTIONS, ...more]);

describe('What clients are made from: npm run openapi', () => {
  it('is the document of this version', async () => {
    if (write) await writeFile(DOCUMENT, now);
    expect(await readFile(DOCUMENT, 'utf8')).toBe(now);
  });

  it("is where the front end's types come from", async () => {
    if (write) await types();
    await types('--check');
  });
});
