import { bodyOf, parametersOf, type Operation, type Parameter } from '../openapi-document.ts';
import type { Pair, PostmanRequest } from './postman.ts';
import type { Caller, Recipe } from './recipe.ts';
import type { Schemas } from './schemas.ts';

/** Which variable holds what stands in the path. */
const IN_PATHS: Readonly<Record<string, string>> = {
  'items/{id}': 'item_id',
  'alerts/{id}': 'alert_id',
  'api-keys/{id}': 'api_key_id',
  'alert-channels/{id}': 'channel_id',
  'deliveries/{delivery_id}': 'delivery_id',
  'members/{sub}': 'member_sub',
  'tenants/{tenant_id}': 'new_tenant_id',
};

/** Headers that every request sends that may; the others can be switched on by hand. */
const ALWAYS: Readonly<Record<string, string>> = {
  'X-Tenant-Id': '{{tenant_id}}',
  'Idempotency-Key': '{{$guid}}',
};

/** What a request is made of, before it is written down; a refusal changes one part. */
export interface Parts {
  readonly caller: Caller;
  /** Values of the path's parameters, by name. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export function partsOf(operation: Operation, recipe: Recipe, schemas: Schemas, caller?: Caller): Parts {
  const offered = new Set(parametersOf(operation, 'header').map(({ name }) => name));
  const always = Object.entries(ALWAYS).filter(([name]) => offered.has(name));
  const type = bodyOf(operation)?.type;
  return {
    caller: recipe.caller ?? caller ?? callerOf(operation),
    path: { ...pathOf(operation), ...recipe.path },
    query: recipe.query ?? {},
    headers: { ...Object.fromEntries(always), ...(type && { 'Content-Type': type }), ...recipe.headers },
    body: rawBody(operation, recipe, schemas),
  };
}

export function requestOf(operation: Operation, parts: Parts, description?: string): PostmanRequest {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => parts.path[name] ?? '');
  const query = pairs(parametersOf(operation, 'query'), parts.query);
  const sent = query
    .filter(({ disabled }) => disabled === undefined)
    .map(({ key, value }) => `${key}=${value}`);
  const raw = `{{base_url}}${path}${sent.length > 0 ? `?${sent.join('&')}` : ''}`;
  const isJson = parts.headers['Content-Type'] === 'application/json';
  return {
    method: operation.method,
    url: { raw, host: ['{{base_url}}'], path: path.split('/').slice(1), ...(query.length > 0 && { query }) },
    auth: parts.caller === 'nobody' ? { type: 'noauth' } : bearer(parts.caller),
    header: pairs(parametersOf(operation, 'header'), parts.headers),
    ...(parts.body !== undefined && {
      body: {
        mode: 'raw' as const,
        raw: parts.body,
        options: { raw: { language: isJson ? 'json' : 'text' } },
      },
    }),
    ...(description !== undefined && { description }),
  };
}

function pathOf(operation: Operation): Record<string, string> {
  const names = parametersOf(operation, 'path').map(({ name }) => name);
  return Object.fromEntries(names.map((name) => [name, `{{${variableOf(operation, name)}}}`]));
}

/** @throws {Error} naming the parameter for which there is no variable */
function variableOf({ path }: Operation, name: string): string {
  const segments = path.split('/');
  const place = `${segments[segments.indexOf(`{${name}}`) - 1] ?? ''}/{${name}}`;
  const variable = IN_PATHS[place];
  if (variable === undefined) throw new Error(`${path}: no variable holds ${place}; name it in request.ts`);
  return variable;
}

export function callerOf({ security = [] }: Operation): Caller {
  if (security.length === 0) return 'nobody';
  return security.some((each) => 'api-key' in each) ? 'api_key' : 'access_token';
}

function rawBody(operation: Operation, { body }: Recipe, schemas: Schemas): string | undefined {
  const declared = bodyOf(operation);
  if (declared === undefined) return undefined;
  if (typeof body === 'string') return body;
  const example = schemas.example(declared.media);
  return typeof example === 'string' ? example : JSON.stringify({ ...(example as object), ...body }, null, 2);
}

function bearer(variable: Caller): PostmanRequest['auth'] {
  return { type: 'bearer', bearer: [{ key: 'token', value: `{{${variable}}}`, type: 'string' }] };
}

/** All that the document knows, and what is sent besides. */
function pairs(parameters: readonly Parameter[], values: Readonly<Record<string, string>>): Pair[] {
  const known = parameters.map(({ name, description, schema }) => ({
    key: name,
    value: values[name] ?? String(schema.example ?? schema.default ?? schema.enum?.[0] ?? ''),
    ...(description !== undefined && { description }),
    ...(values[name] === undefined && { disabled: true as const }),
  }));
  const more = Object.entries(values).filter(([name]) => !parameters.some((each) => each.name === name));
  return [...known, ...more.map(([key, value]) => ({ key, value }))];
}
