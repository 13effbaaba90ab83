import { RequestMethod, type INestApplication } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { REQUIRED_GROUP } from './auth/group.decorator.ts';
import { routeAccess } from './auth/route-access.ts';
import { Environment, type TokenUse } from './platform/config/environment.ts';
import type { Role } from './platform/context/request-context.ts';
import type { Problem } from './platform/http/problem.ts';
import { REFUSALS } from './platform/http/refuses.decorator.ts';
import { ROUTE_BODY, type RouteBody } from './platform/http/route-body.ts';
import type { ApiScope } from './tenancy/api-key.ts';
import { requiredScope } from './tenancy/machine-route.decorator.ts';
import { NO_TENANT } from './tenancy/no-tenant.decorator.ts';
import { REQUIRED_ROLE } from './tenancy/role.decorator.ts';

/** What the guards will ask for on a route, read from the decorators that the guards read. */
export interface RouteRequirements {
  /** Empty: anybody may call it, or machines alone where there is a {@link scope}. */
  readonly tokenUses: readonly TokenUse[];
  /** What the API key must be allowed that the route takes instead of a token; `null` where it takes none. */
  readonly scope: ApiScope | null;
  /** The least role in the tenant; `null` where the route works in no tenant. */
  readonly role: Role | null;
  /** The Cognito group that the caller must be in; `null` where none is asked for. */
  readonly group: string | null;
  /** What the handler itself may refuse. */
  readonly refusals: readonly Problem[];
}

/** @returns the requirements of every route, by {@link operationId} */
export function routeRequirements(app: INestApplication): ReadonlyMap<string, RouteRequirements> {
  const reflector = app.get(Reflector);
  const { preferredTokenUse } = app.get(Environment).cognito;
  const requirements = new Map<string, RouteRequirements>();
  for (const { controller, handler, name } of routeHandlers(app)) {
    const route = { getHandler: () => handler, getClass: () => controller as never };
    const access = routeAccess(reflector, route) ?? [preferredTokenUse];
    const isMachine = access === 'machine';
    const withoutTenant =
      access === 'public' ||
      (!isMachine && reflector.getAllAndOverride<boolean>(NO_TENANT, [handler, controller]));
    const role =
      reflector.getAllAndOverride<Role | undefined>(REQUIRED_ROLE, [handler, controller]) ?? 'admin';
    requirements.set(operationId(controller.name, name), {
      tokenUses: typeof access === 'string' ? [] : access,
      scope: isMachine ? requiredScope(reflector, route) : null,
      role: withoutTenant ? null : role,
      group: reflector.getAllAndOverride<string | undefined>(REQUIRED_GROUP, [handler, controller]) ?? null,
      refusals: reflector.get<readonly Problem[] | undefined>(REFUSALS, handler) ?? [],
    });
  }
  return requirements;
}

/** A body that a route declared to be other than JSON of the ordinary size. */
export interface DeclaredBody {
  readonly method: 'post' | 'put' | 'patch';
  /** As Express writes it, with the application's prefix: `/api/items/import`. */
  readonly path: string;
  readonly body: RouteBody;
}

/** @throws {Error} for a declaration on a method that has no body */
export function* declaredBodies(app: INestApplication, prefix: string): Generator<DeclaredBody> {
  const reflector = app.get(Reflector);
  for (const { controller, handler, name } of routeHandlers(app)) {
    const body = reflector.get<RouteBody | undefined>(ROUTE_BODY, handler);
    if (body === undefined) continue;
    const method = BODY_METHODS.get(reflector.get<RequestMethod>(METHOD_METADATA, handler));
    if (method === undefined) throw new Error(`${controller.name}.${name}: a body on a method without one`);
    const parts = [
      reflector.get<string>(PATH_METADATA, controller),
      reflector.get<string>(PATH_METADATA, handler),
    ];
    yield {
      method,
      path: [prefix, ...parts]
        .map((part) => `/${part}`)
        .join('')
        .replaceAll(/\/+/g, '/'),
      body,
    };
  }
}

const BODY_METHODS: ReadonlyMap<RequestMethod, DeclaredBody['method']> = new Map([
  [RequestMethod.POST, 'post'],
  [RequestMethod.PUT, 'put'],
  [RequestMethod.PATCH, 'patch'],
]);

interface RouteHandler {
  readonly controller: new (...args: never[]) => Record<string, () => unknown>;
  readonly handler: () => unknown;
  readonly name: string;
}

/** Every method of every controller. */
function* routeHandlers(app: INestApplication): Generator<RouteHandler> {
  const scanner = new MetadataScanner();
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype !== 'function') continue;
      const controller = metatype as RouteHandler['controller'];
      for (const name of scanner.getAllMethodNames(controller.prototype)) {
        const handler = controller.prototype[name];
        if (handler !== undefined) yield { controller, handler, name };
      }
    }
  }
}

/** `ItemController`, `list` → `item_list` */
export function operationId(controller: string, method: string): string {
  const name = controller.replace(/Controller$/, '');
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}_${method}`;
}
