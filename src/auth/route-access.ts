import { SetMetadata, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { TokenUse } from '../platform/config/environment.ts';

/** Who may call a route: anybody, the bearer of a token of one of these uses, or a machine with a tenant's API key. */
export type RouteAccess = 'public' | 'machine' | readonly TokenUse[];

const ROUTE_ACCESS = 'auth:route-access';

export function setRouteAccess(access: RouteAccess): CustomDecorator {
  return SetMetadata(ROUTE_ACCESS, access);
}

/**
 * What `@Public()`, `@TokenUse(…)` or `@MachineRoute(…)` says of a route; the handler's word counts before its class's.
 * @returns `undefined` where neither says anything: then a token of the preferred use is needed.
 */
export function routeAccess(
  reflector: Reflector,
  route: Pick<ExecutionContext, 'getHandler' | 'getClass'>,
): RouteAccess | undefined {
  return reflector.getAllAndOverride<RouteAccess | undefined>(ROUTE_ACCESS, [
    route.getHandler(),
    route.getClass(),
  ]);
}
