import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectionOf } from '../../docs/postman/collection.ts';
import { filesOf } from '../../docs/postman/generate.ts';
import { operationsOf, type Document, type Operation } from '../../docs/openapi-document.ts';
import type { Item, ItemFolder } from '../../docs/postman/postman.ts';
import { LocalStack, type OwnStack } from '../support/local-stack.ts';
import { COLLECTION, LONGEST, runCollection, type Execution, type Run } from './newman.ts';

const document = JSON.parse(await readFile('docs/openapi.json', 'utf8')) as Document;
const requests = itemsOf(JSON.parse(await readFile(COLLECTION, 'utf8')) as ItemFolder);

describe('What Postman imports: npm run postman', () => {
  it.each(Object.entries(filesOf(document)))('%s is made from docs/openapi.json', async (path, content) => {
    expect(await readFile(path, 'utf8')).toBe(content);
  });

  it('cannot be made while an operation has no recipe', () => {
    const get = { ...document.paths['/api/items']?.['get'], operationId: 'item_forgotten' } as Operation;
    const more = { ...document, paths: { ...document.paths, '/api/forgotten': { get } } };
    expect(() => collectionOf(more)).toThrow('item_forgotten');
  });

  it('cannot be made with a recipe for what the document does not have', () => {
    const paths = Object.entries(document.paths).filter(([path]) => path !== '/metrics');
    expect(() => collectionOf({ ...document, paths: Object.fromEntries(paths) })).toThrow('metrics_text');
  });

  it('has no two requests of one name in a folder, and an example for each that succeeds', () => {
    expect(new Set(requests.map(({ name }) => name)).size).toBe(requests.length);
    const described = requests.filter(({ response }) => response.length > 0);
    expect(new Set(described.map(({ request }) => nameOf(request))).size).toBe(operationsOf(document).length);
  });

  it('gives no password of an installation away', async () => {
    const { values } = JSON.parse(await readFile('docs/postman/aws.postman_environment.json', 'utf8')) as {
      values: { value: string; type: string }[];
    };
    expect(values.filter(({ value, type }) => type === 'secret' && value !== '')).toEqual([]);
  });
});

describe('Runs of the collection', () => {
  let stack: OwnStack;
  let run: Run;
  let wrongRun: Run;
  beforeAll(async () => {
    // As it is shipped: the production build, in a process of its own.
    stack = await LocalStack.alone({}, ['--no-web']);
    const wrong = await startWrong();
    const { port } = wrong.address() as AddressInfo;
    // Beside each other: they wait more than they work.
    [run, wrongRun] = await Promise.all([
      runCollection({ base_url: stack.api, local_cognito_url: stack.cognito }),
      runCollection({ base_url: `http://127.0.0.1:${port}`, local_cognito_url: `http://127.0.0.1:${port}` }),
    ]);
    wrong.close();
  }, LONGEST * 2);
  afterAll(() => stack.stop());

  it('pass', () => {
    expect(run.failures).toEqual([]);
    expect(run.code).toBe(0);
  });

  it('leave no request and no assertion out', () => {
    expect(run.executions.map(({ item }) => item.name)).toEqual(requests.map(({ name }) => name));
    expect(run.executions.filter(({ response }) => response === undefined)).toEqual([]);
    expect(run.assertions.filter(({ skipped }) => skipped)).toEqual([]);
    expect(run.assertions.length).toBeGreaterThan(requests.length * 3);
  });

  it('see every operation of the document succeed', () => {
    const succeeded = run.executions.filter(({ response }) => response !== undefined && response.code < 300);
    const seen = new Set(succeeded.map(operationOf));
    expect(
      operationsOf(document)
        .map(named)
        .filter((name) => !seen.has(name)),
    ).toEqual([]);
  });

  it('refresh a token that is about to end, and find the tenant where none is named', async () => {
    const signIn = await fetch(`${stack.api}/api/user/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: 'alice@example.com', password: 'Passw0rd!' }),
    });
    const { refresh_token } = (await signIn.json()) as { refresh_token: string };
    // No password: there is no other way in than the refresh token.
    const variables = { base_url: stack.api, password: '', tenant_id: '', refresh_token };
    const ending = { access_token: 'about to end', access_token_ends: String(Date.now() + 30_000) };
    expect((await runCollection({ ...variables, ...ending }, 'Tenant')).failures).toEqual([]);
    const still = { access_token: 'still good', access_token_ends: String(Date.now() + 90_000) };
    expect((await runCollection({ ...variables, ...still }, 'Tenant')).code).toBe(1);
  });

  it('fail in every single request against something that answers wrong', () => {
    expect(wrongRun.code).toBe(1);
    expect(wrongRun.executions).toHaveLength(requests.length);
    expect(wrongRun.executions.filter(passes).map(({ item }) => item.name)).toEqual([]);
  });
});

/** Answers 200 and an empty object to everything. */
function startWrong(): Promise<Server> {
  const server = createServer((_, response) => {
    response.setHeader('X-Request-Id', 'wrong').setHeader('Content-Type', 'application/json').end('{}');
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function passes({ assertions = [] }: Execution): boolean {
  return assertions.every(({ error }) => error === undefined);
}

function itemsOf(folder: ItemFolder): Item[] {
  return folder.item.flatMap((each) => ('item' in each ? itemsOf(each) : [each]));
}

function named({ method, path }: Pick<Operation, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

function nameOf({ method, url }: Item['request']): string {
  return `${method} ${url.path.map((part) => (part.startsWith('{{') ? '{}' : part)).join('/')}`;
}

/** A path without parameters is meant before one with: `items/export` is no id. */
function operationOf({ request }: Execution): string {
  const path = `/${request.url.path.join('/')}`;
  const fits = operationsOf(document).filter(
    (each) => each.method === request.method && pattern(each.path).test(path),
  );
  const [first] = fits.toSorted((a, b) => Number(a.path.includes('{')) - Number(b.path.includes('{')));
  return first === undefined ? path : named(first);
}

function pattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}
