import type { Operation } from '../openapi-document.ts';
import { script, type Script } from './postman.ts';
import type { Recipe } from './recipe.ts';
import type { Schemas } from './schemas.ts';

const JSON_TYPES = new Set(['application/json', 'application/problem+json']);

type Expected = Pick<Recipe, 'contentType' | 'checks' | 'saves' | 'spends'> & { readonly status: number };

/** The script that looks at an answer: what every answer has to be, then what this one says and what is kept of it. */
export function checksOf(operation: Operation, expected: Expected, schemas: Schemas): Script {
  const { status, checks = {}, saves = {}, spends = [] } = expected;
  const keeps = [
    ...Object.entries(saves).map(([name, value]) => `  pm.environment.set('${name}', ${value});`),
    ...spends.map((name) => `  pm.environment.unset('${name}');`),
  ];
  return script('test', [
    test(`the status is ${status}`, `pm.response.to.have.status(${status})`),
    test(
      'the request has an id',
      "pm.expect(pm.response.headers.get('X-Request-Id')).to.be.a('string').and.not.empty",
    ),
    ...contentChecks(operation, expected, schemas),
    ...Object.entries(checks).map(([name, truth]) => test(name, `pm.expect(${truth}).to.equal(true)`)),
    ...(keeps.length > 0 ? [`if (pm.response.code === ${status}) {`, ...keeps, '}'] : []),
  ]);
}

function contentChecks(operation: Operation, { status, contentType }: Expected, schemas: Schemas): string[] {
  const response = operation.responses[status];
  if (response === undefined)
    throw new Error(`${operation.operationId}: the document has no response ${status}`);
  const content = Object.entries(response.content ?? {});
  const [type, media] = content.find(([each]) => each === (contentType ?? each)) ?? [];
  if (type === undefined) return [test('the body is empty', "pm.expect(pm.response.text()).to.equal('')")];
  const isType = test(
    `the content type is ${type}`,
    `pm.expect(pm.response.headers.get('Content-Type').split(';')[0]).to.equal('${type}')`,
  );
  if (!JSON_TYPES.has(type) || media?.schema === undefined) {
    return [
      isType,
      'const text = pm.response.text();',
      test('there is a body', 'pm.expect(text).to.not.be.empty'),
    ];
  }
  const schema = JSON.stringify(schemas.json(media.schema));
  return [
    isType,
    test('the body is as the OpenAPI document says', `pm.response.to.have.jsonSchema(${schema})`),
    'const body = pm.response.json();',
  ];
}

function test(name: string, assertion: string): string {
  return `pm.test(${JSON.stringify(name)}, () => ${assertion});`;
}
