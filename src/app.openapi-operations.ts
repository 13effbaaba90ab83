import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_SCHEMAS, RATE_LIMIT_HEADERS, problemResponse } from './app.openapi-problems.ts';
import { routeRequirements, type RouteRequirements } from './app.routes.ts';
import { groupMissing } from './auth/group.guard.ts';
import { SECURITY_SCHEMES } from './auth/token-use.decorator.ts';
import { API_KEY_SCHEMES } from './app.openapi-schemes.ts';
import { Environment, type TenancySettings, type TokenUse } from './platform/config/environment.ts';

/** The scheme that signs in through the hosted UI; it sends the token of the preferred use. */
export const HOSTED_UI_SCHEME = 'hosted-ui';

const METHODS = ['get', 'post', 'patch', 'put', 'delete'] as const;
type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/**
 * Adds to each operation what follows from the guards, the pipe and the filter rather than from its handler: the
 * tokens and the role it needs, the tenant's header, the request id and every status it can give.
 */
export function completeOperations(app: INestApplication, document: OpenAPIObject): OpenAPIObject {
  const { cognito, tenancy } = app.get(Environment);
  const requirements = routeRequirements(app);
  const schemes = new Set(Object.keys(document.components?.securitySchemes ?? {}));
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = path[method];
      const needs = requirements.get(operation?.operationId ?? '');
      if (operation === undefined || needs === undefined) continue;
      operation.security = securityOf(needs, cognito.preferredTokenUse, schemes);
      if (needs.scope !== null) addNote(operation, machineNote(needs.scope));
      else if (needs.role !== null) addTenant(operation, needs.role, tenancy);
      if (needs.group !== null) addNote(operation, `Needs the Cognito group \`${needs.group}\`.`);
      addProblems(operation, needs);
      if (needs.role !== null) addRateLimit(operation);
      addRequestId(operation);
    }
  }
  Object.assign(((document.components ??= {}).schemas ??= {}), PROBLEM_SCHEMAS);
  return document;
}

/** Entries of the list are alternatives. */
function securityOf(
  { tokenUses, scope }: RouteRequirements,
  preferred: TokenUse,
  schemes: ReadonlySet<string>,
): Record<string, string[]>[] {
  const names = [
    ...(tokenUses.includes(preferred) ? [HOSTED_UI_SCHEME] : []),
    ...tokenUses.map((use) => SECURITY_SCHEMES[use]),
    ...(scope === null ? [] : Object.values(API_KEY_SCHEMES)),
  ];
  return names.filter((name) => schemes.has(name)).map((name) => ({ [name]: [] }));
}

function addTenant(operation: Operation, role: string, { enabled, mode, header }: TenancySettings): void {
  addNote(operation, `Needs the role \`${role}\` in the tenant.`);
  if (!enabled || mode !== 'header') return;
  (operation.parameters ??= []).unshift({
    name: header === 'x-tenant-id' ? 'X-Tenant-Id' : header,
    in: 'header',
    required: false,
    description: "The tenant to work in. Without it: the token's claim, else your only membership.",
    schema: { type: 'string', pattern: '^[a-z0-9][a-z0-9_-]{0,63}$' },
    example: 'tenant_a',
  });
}

function machineNote(scope: string): string {
  return `Needs an API key with the scope \`${scope}\`, and takes no user's token. It works in the key's tenant; a tenant that the request names besides must be that one.`;
}

function addNote(operation: Operation, note: string): void {
  operation.description = operation.description ? `${operation.description}\n\n${note}` : note;
}

/** What follows from the guards and the pipe, and what the handler itself refuses: one response for each status. */
function addProblems(
  operation: Operation,
  { tokenUses, scope, role, group, refusals }: RouteRequirements,
): void {
  const isGuarded = tokenUses.length > 0 || scope !== null;
  const parameters = operation.parameters ?? [];
  const named = (place: string) =>
    parameters.some((parameter) => 'in' in parameter && parameter.in === place);
  const header = (name: string) =>
    parameters.some((parameter) => 'name' in parameter && parameter.name === name);
  const hasBody = operation.requestBody !== undefined;
  const general = [
    ...(hasBody || role !== null || named('query') || named('path') ? [400] : []),
    ...(isGuarded ? [401] : []),
    ...(role === null ? [] : [403]),
    ...(header('If-Match') ? [412] : []),
    ...(hasBody ? [413, 415] : []),
    ...(role === null ? [] : [429]),
    ...(isGuarded || hasBody ? [503] : []),
  ];
  const own = [...refusals, ...(group === null ? [] : [groupMissing(group)])];
  for (const status of new Set([...general, ...own.map((problem) => problem.status)])) {
    const problems = own.filter((problem) => problem.status === status);
    operation.responses[status] = problemResponse(status, general.includes(status), problems);
  }
  if (header('If-None-Match')) operation.responses[304] = { description: 'You have the current version.' };
}

/** Of what counts against the tenant's limit: refusals have it as well, where they come after the guards. */
function addRateLimit(operation: Operation): void {
  for (const [status, response] of Object.entries(operation.responses)) {
    if (response === undefined || '$ref' in response || !/^(2..|304|429)$/.test(status)) continue;
    response.headers = { ...response.headers, ...RATE_LIMIT_HEADERS };
  }
}

function addRequestId(operation: Operation): void {
  for (const response of Object.values(operation.responses)) {
    if (response === undefined || '$ref' in response) continue;
    response.headers = {
      'X-Request-Id': {
        description: 'Yours, or a new one; it stands in the log.',
        schema: { type: 'string' },
      },
      ...response.headers,
    };
  }
}
