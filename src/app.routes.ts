import type { INestApplication } from '@nestjs/common';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { REQUIRED_GROUP } from './auth/group.decorator.ts';
import { routeAccess } from './auth/route-access.ts';
import { Environment, type TokenUse } from './platform/config/environment.ts';
import type { Role } from './platform/context/request-context.ts';
import { NO_TENANT } from './tenancy/no-tenant.decorator.ts';
import { REQUIRED_ROLE } from './tenancy/role.decorator.ts';

/** What the guards will ask for on a route, read from the decorators that the guards read. */
export interface RouteRequirements {
  /** Empty: anybody may call it. */
  readonly tokenUses: readonly TokenUse[];
  /** The least role in the tenant; `null` where the route works in no tenant. */
  readonly role: Role | null;
  /** The Cognito group that the caller must be in; `null` where none is asked for. */
  readonly group: string | null;
}

/** @returns the requirements of every route, by {@link operationId} */
export function routeRequirements(app: INestApplication): ReadonlyMap<string, RouteRequirements> {
  const reflector = app.get(Reflector);
  const { preferredTokenUse } = app.get(Environment).cognito;
  const scanner = new MetadataScanner();
  const requirements = new Map<string, RouteRequirements>();
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype !== 'function') continue;
      const controller = metatype as new (...args: never[]) => Record<string, () => unknown>;
      for (const name of scanner.getAllMethodNames(controller.prototype)) {
        const handler = controller.prototype[name];
        if (handler === undefined) continue;
        const access = routeAccess(reflector, {
          getHandler: () => handler,
          getClass: () => controller as never,
        }) ?? [preferredTokenUse];
        const withoutTenant =
          access === 'public' || reflector.getAllAndOverride<boolean>(NO_TENANT, [handler, controller]);
        const role =
          reflector.getAllAndOverride<Role | undefined>(REQUIRED_ROLE, [handler, controller]) ?? 'admin';
        requirements.set(operationId(controller.name, name), {
          tokenUses: access === 'public' ? [] : access,
          role: withoutTenant ? null : role,
          group:
            reflector.getAllAndOverride<string | undefined>(REQUIRED_GROUP, [handler, controller]) ?? null,
        });
      }
    }
  }
  return requirements;
}

/** `ItemController`, `list` → `item_list` */
export function operationId(controller: string, method: string): string {
  const name = controller.replace(/Controller$/, '');
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}_${method}`;
}
