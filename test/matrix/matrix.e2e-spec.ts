import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inParallel, type Answer } from '../support/exchange.ts';
import type { Api } from '../tenancy/stage.ts';
import { SETTINGS, type Setting } from './cast.ts';
import { insiderCases, outsiderCases, questionOf, type Case, type Values } from './cases.ts';
import { describeRoutes, routesOf, type Route } from './routes.ts';
import { ADMIN_OF_B, CANARY, MACHINE_OF_B, MatrixStage } from './stage.ts';

/*
 * Every route of the OpenAPI document × every place where something of tenant_b can stand × every way of naming a tenant
 * × both kinds of token × everybody who has no business there. A new route is tried without anybody thinking of it.
 */
/** Milliseconds: some thousand requests, on a machine that others use as well. */
const DEADLINE = 120_000;
const ORDINARY: Setting = { mode: 'header', use: 'access', strict: true };

let matrix: MatrixStage;
let before: Record<string, unknown>;
let tried = 0;

beforeAll(async () => {
  matrix = await MatrixStage.start();
  const api = await matrix.open(ORDINARY);
  expect(await matrix.answerOnce(api, ORDINARY, routesOf(api.app))).toBeGreaterThan(0);
  before = await matrix.stage.stateOf('tenant_b');
});
afterAll(() => matrix?.close());

interface Finding {
  readonly case: string;
  readonly fault: string;
}

interface Instance {
  readonly api: Api;
  readonly setting: Setting;
  readonly cursors: Readonly<Record<string, string>>;
}

async function findingsOf(instance: Instance, cases: readonly Case[]): Promise<Finding[]> {
  // Rows that are made meanwhile would stand in one answer and not in the other.
  const [making, asking] = [cases.filter(({ creates }) => creates), cases.filter(({ creates }) => !creates)];
  const find = (some: readonly Case[]) => inParallel(some, 12, (each) => findingOf(instance, each));
  const found = [...(await find(asking)), ...(await find(making))];
  tried += cases.length;
  return found.filter((each) => each !== undefined);
}

/** Each case is two requests: with what is tenant_b's, and with the like of it that nobody has. */
async function findingOf({ api, setting, cursors }: Instance, each: Case): Promise<Finding | undefined> {
  const ask = (values: Values): Promise<Answer> => {
    const asked = each.question(values);
    return api.ask({ ...asked, headers: { ...asked.headers, ...matrix.headersOf(setting, each.actor) } });
  };
  const { foreign, random } = matrix.values(cursors);
  const fault = faultOf(each, await ask(foreign), await ask(random));
  return fault === undefined
    ? undefined
    : { case: `${each.route.name} | ${each.attempt} | ${each.actor.label}`, fault };
}

describe.each(SETTINGS)('mode $mode, $use tokens, strict $strict', (setting: Setting) => {
  let api: Api;
  let routes: Route[];
  let cursors: Record<string, string>;

  beforeAll(async () => {
    api = await matrix.open(setting);
    routes = routesOf(api.app);
    cursors = await matrix.cursors(api, setting, routes);
  });
  afterAll(() => api?.app.close());

  it(
    'refuses whoever has no business in the tenant, before it looks at any row',
    async () => {
      const cases = outsiderCases(setting, routes);
      expect(cases.length).toBeGreaterThan(250);
      expect(await matrix.stage.whileLocked(() => findingsOf({ api, setting, cursors }, cases))).toEqual([]);
    },
    DEADLINE,
  );

  it(
    "tells members of other tenants nothing of this one's rows, nor that there are any",
    async () => {
      const cases = insiderCases(routes);
      expect(cases.length).toBeGreaterThan(50);
      expect(await findingsOf({ api, setting, cursors }, cases)).toEqual([]);
    },
    DEADLINE,
  );
});

/** Threats F3: the statements' own tenant filter holds the whole of it without row-level security as well. */
describe('With row-level security switched off under the running application', () => {
  it("tells members of other tenants nothing of this one's rows all the same", async () => {
    const api = await matrix.open(ORDINARY);
    const routes = routesOf(api.app);
    const cursors = await matrix.cursors(api, ORDINARY, routes);
    const findings = await matrix.stage.withoutRowSecurity(() =>
      findingsOf({ api, setting: ORDINARY, cursors }, insiderCases(routes)),
    );
    expect(findings).toEqual([]);
  });
});

function faultOf({ expected, creates }: Case, theirs: Answer, nobodys: Answer): string | undefined {
  const was = verdictOf(theirs);
  if (!was.startsWith(expected)) return `${was}, not ${expected}: ${theirs.text.slice(0, 200)}`;
  if (carriesCanary(theirs)) return `shows a row of tenant_b: ${theirs.text.slice(0, 500)}`;
  if (creates)
    return verdictOf(nobodys) === was ? undefined : `${was}, but ${verdictOf(nobodys)} for nobody's`;
  return bytesOf(theirs) === bytesOf(nobodys)
    ? undefined
    : `differs from nobody's: ${bytesOf(theirs).slice(0, 500)} ${bytesOf(nobodys).slice(0, 500)}`;
}

function verdictOf({ status, text }: Answer): string {
  return status < 400 ? String(status) : `${status} ${(JSON.parse(text) as { code: string }).code}`;
}

/** Without what goes with the time: the date, and what is left of the requests of the caller's own tenant. */
function bytesOf({ status, headers, text }: Answer): string {
  return JSON.stringify([status, { ...headers, date: undefined, ratelimit: undefined }, text]);
}

function carriesCanary({ headers, text }: Answer): boolean {
  return `${JSON.stringify(headers)}${text}`.includes(CANARY);
}

describe('The matrix', () => {
  it('has tried at least 2,000 cases, and nothing of tenant_b has changed', async () => {
    expect(tried).toBeGreaterThan(2_000);
    expect(await matrix.stage.stateOf('tenant_b')).toEqual(before);
  });

  it('asks well: the admin of the tenant, or its machine, succeeds on every route with the same requests', async () => {
    const api = await matrix.open(ORDINARY);
    const routes = routesOf(api.app).filter(({ needs }) => needs.role !== null);
    const cursors = await matrix.cursors(api, ORDINARY, routes);
    const order = ['GET', 'PATCH', 'POST', 'DELETE'];
    const answers: string[] = [];
    let canaries = 0;
    for (const route of routes.toSorted((a, b) => order.indexOf(a.method) - order.indexOf(b.method))) {
      const queries = route.places.filter((place) => place.in === 'query');
      for (const attempt of [{ name: '' }, ...queries.map((place) => ({ name: place.name, place }))]) {
        const asked = questionOf(route, attempt, matrix.values(cursors).foreign);
        const actor = route.needs.scope === null ? ADMIN_OF_B : MACHINE_OF_B;
        const headers = { ...asked.headers, ...matrix.headersOf(ORDINARY, actor) };
        const answer = await api.ask({ ...asked, headers });
        answers.push(`${route.name} ${attempt.name}: ${answer.status}`);
        if (answer.status >= 300) answers.push(answer.text);
        if (carriesCanary(answer)) canaries += 1;
      }
    }
    expect(answers.filter((answer) => !/: 2\d\d$/.test(answer))).toEqual([]);
    // It does show in the answers to whom it belongs.
    expect(canaries).toBeGreaterThan(10);
  });

  it.each([
    [
      'a parameter in the path',
      '/api/things/{id}',
      { name: 'id', in: 'path' },
      /GET \/api\/things\/\{id\}.*path things/,
    ],
    ['a parameter', '/api/things', { name: 'thing_id', in: 'query' }, /GET \/api\/things.*query thing_id/],
    ['a header', '/api/things', { name: 'X-Thing', in: 'header' }, /GET \/api\/things.*header X-Thing/],
  ])('fails for a route with %s that it does not know', (_, path, parameter, message) => {
    const paths = { [path]: { get: { operationId: 'x', parameters: [parameter], responses: {} } } };
    const needs = new Map([['x', { tokenUses: ['access'], role: 'viewer', group: null }]] as const);
    expect(() => describeRoutes({ paths } as never, needs as never)).toThrow(message);
  });

  it('fails for a route whose guards it does not know, and for a body without examples', () => {
    const schema = { type: 'object', properties: { title: { type: 'string' } } };
    const requestBody = { content: { 'application/json': { schema } } };
    const paths = { '/api/things': { post: { operationId: 'x', requestBody, responses: {} } } };
    const needs = new Map([['x', { tokenUses: ['access'], role: 'viewer', group: null }]] as const);
    expect(() => describeRoutes({ paths } as never, new Map())).toThrow(/POST \/api\/things/);
    expect(() => describeRoutes({ paths } as never, needs as never)).toThrow(
      /POST \/api\/things, field title/,
    );
  });
});
