import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { World } from '../support/world.ts';

interface Operation {
  operationId: string;
  summary?: string;
  security?: Record<string, string[]>[];
  parameters?: { name: string; in: string; description?: string; schema?: { type?: string } }[];
  responses: Record<string, { description: string; content?: object; headers?: object }>;
  requestBody?: object;
}

let world: World;
let document: {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; securitySchemes: object };
};
interface Schema {
  properties?: Record<string, { example?: unknown; description?: string; type?: string; $ref?: string }>;
}

beforeAll(async () => {
  world = await World.start();
  document = (await world.http.get('/docs/openapi.json').expect(200)).body;
});
afterAll(() => world.close());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  );

describe('The OpenAPI document', () => {
  it('is there as JSON and as YAML, and Swagger UI shows it', async () => {
    const yaml = await world.http.get('/docs/openapi.yaml').expect(200);
    expect(yaml.text).toContain('/api/user/login:');
    const page = await world.http.get('/docs').expect(200);
    expect(page.text).toContain('<title>Tenantry API</title>');
    await world.http.get('/docs/oauth2-redirect.html').expect(200);
    await world.http.get('/docs/swagger-ui-bundle.js').expect(200);
  });

  it('has every route of the contract', () => {
    expect(
      operations()
        .map(({ name }) => name)
        .sort(),
    ).toMatchSnapshot();
  });

  it('explains every operation, and what it needs', () => {
    for (const { name, operation } of operations()) {
      expect([name, operation.summary]).toEqual([name, expect.stringMatching(/\w{3}/)]);
      expect([name, operation.security]).toEqual([name, expect.any(Array)]);
    }
  });

  it('says of every parameter that it is text or a number', () => {
    for (const { name, operation } of operations()) {
      for (const parameter of operation.parameters ?? []) {
        const known = expect.stringMatching(/^(string|integer)$/);
        expect([name, parameter.name, parameter.schema?.type]).toEqual([name, parameter.name, known]);
      }
    }
  });

  it('lists what every guarded route can answer', () => {
    for (const { name, operation } of operations()) {
      const statuses = Object.keys(operation.responses);
      if (operation.security?.length)
        expect([name, statuses]).toEqual([name, expect.arrayContaining(['401', '503'])]);
      if (operation.requestBody)
        expect([name, statuses]).toEqual([name, expect.arrayContaining(['400', '413', '415'])]);
      if (name.includes('{')) expect([name, statuses]).toEqual([name, expect.arrayContaining(['404'])]);
      for (const [status, response] of Object.entries(operation.responses)) {
        const problem = Number(status) >= 400 && !name.includes('/health/');
        if (problem)
          expect([name, status, Object.keys(response.content ?? {})]).toEqual([
            name,
            status,
            ['application/problem+json'],
          ]);
      }
    }
  });

  it('offers both bearer tokens, the hosted login and API keys', () => {
    expect(Object.keys(document.components.securitySchemes).sort()).toEqual([
      'access-token',
      'api-key',
      'api-key-header',
      'hosted-ui',
      'id-token',
    ]);
    expect(document.paths['/api/items']?.['get']?.security).toEqual([
      { 'hosted-ui': [] },
      { 'access-token': [] },
    ]);
    expect(document.paths['/api/alerts/ingest']?.['post']?.security).toEqual([
      { 'api-key': [] },
      { 'api-key-header': [] },
    ]);
  });

  it('never lets a request name tenant, owner, id or time in its body', () => {
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      if (!/^(Create|Update|Login|NewPassword|Refresh|Logout|Forgot|Confirm|Change)/.test(name)) continue;
      for (const field of ['tenant_id', 'owner_sub', 'id', 'created_at', 'updated_at', 'version']) {
        expect([name, Object.keys(schema.properties ?? {})]).not.toEqual([
          name,
          expect.arrayContaining([field]),
        ]);
      }
    }
  });
});
