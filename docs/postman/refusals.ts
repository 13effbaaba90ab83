import { bodyOf, parametersOf, type Operation } from '../openapi-document.ts';
import type { Recipe, Refusal } from './recipe.ts';
import type { Parts } from './request.ts';

/** Well formed, and of nothing that there is. */
const UNKNOWN = '00000000-0000-7000-8000-000000000000';

/** A request that has to be refused: what is changed of one that works, and what the answer has to be. */
export interface Refused {
  readonly name: string;
  readonly status: number;
  readonly parts: Parts;
  readonly checks: Readonly<Record<string, string>>;
}

/** What an operation refuses, as its form tells: whoever may call it, ids, versions and bodies that it takes. */
export function refusalsOf(operation: Operation, recipe: Recipe, parts: Parts): Refused[] {
  return Object.entries(RULES)
    .filter(([kind]) => !recipe.without?.includes(kind as Refusal))
    .map(([, rule]) => rule(operation, parts, recipe))
    .filter((refused) => refused !== undefined);
}

type Rule = (operation: Operation, parts: Parts, recipe: Recipe) => Refused | undefined;

const RULES: Readonly<Record<Refusal, Rule>> = {
  token: (_, parts) =>
    parts.caller === 'nobody'
      ? undefined
      : {
          name: 'without a token',
          status: 401,
          parts: { ...parts, caller: 'nobody' },
          checks: {
            'it asks for a token': "/^Bearer/.test(pm.response.headers.get('WWW-Authenticate'))",
            ...code('auth/unauthorized'),
          },
        },
  tenant: (_, parts) =>
    parts.headers['X-Tenant-Id'] === undefined
      ? undefined
      : {
          name: 'of another tenant',
          status: 403,
          parts: { ...parts, headers: { ...parts.headers, 'X-Tenant-Id': '{{other_tenant_id}}' } },
          checks: { 'the tenant is why': String.raw`/^tenant\/(mismatch|forbidden)$/.test(body.code)` },
        },
  group: (_, parts) =>
    parts.caller !== 'platform_token'
      ? undefined
      : {
          name: 'by somebody outside the group',
          status: 403,
          parts: { ...parts, caller: 'access_token' },
          checks: code('auth/group'),
        },
  id: (operation, parts) => {
    const [first] = parametersOf(operation, 'path');
    return (
      first && {
        name: 'of an unknown id',
        status: 404,
        parts: { ...parts, path: { ...parts.path, [first.name]: UNKNOWN } },
        checks: { 'it is not found': String.raw`/\/not_found$/.test(body.code)` },
      }
    );
  },
  body: (operation, parts, { wrong }) => {
    const isJson = bodyOf(operation)?.type === 'application/json';
    if (parts.body === undefined || (!isJson && wrong === undefined)) return undefined;
    const surprised = () =>
      JSON.stringify({ ...(JSON.parse(parts.body ?? '') as object), surprise: true }, null, 2);
    return {
      name: 'with a wrong body',
      status: 400,
      parts: { ...parts, body: wrong?.body ?? surprised() },
      checks: named(wrong?.field ?? 'surprise'),
    };
  },
  query: (operation, parts) =>
    parametersOf(operation, 'query').some(({ name }) => name === 'limit')
      ? {
          name: 'with a limit of 0',
          status: 400,
          parts: { ...parts, query: { ...parts.query, limit: '0' } },
          checks: named('limit'),
        }
      : undefined,
  version: (operation, parts) =>
    parametersOf(operation, 'header').some(({ name }) => name === 'If-Match')
      ? {
          name: 'of a version that is past',
          status: 412,
          parts: { ...parts, headers: { ...parts.headers, 'If-Match': '"0"' } },
          checks: code('resource/changed'),
        }
      : undefined,
  type: (operation, parts) => {
    const type = bodyOf(operation)?.type;
    return type === undefined
      ? undefined
      : {
          name: 'with a body of another type',
          status: 415,
          parts: {
            ...parts,
            headers: { ...parts.headers, 'Content-Type': OTHER_TYPE[type] ?? 'application/json' },
          },
          checks: code('request/media_type'),
        };
  },
};

const OTHER_TYPE: Readonly<Record<string, string>> = { 'application/json': 'text/plain' };

function code(expected: string): Record<string, string> {
  return { [`the code is ${expected}`]: `body.code === '${expected}'` };
}

function named(field: string): Record<string, string> {
  return { [`it names ${field}`]: `body.errors.some((error) => error.field === '${field}')` };
}
