import { SetMetadata, applyDecorators, type ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { setRouteAccess } from '../auth/route-access.ts';
import { Refuses } from '../platform/http/refuses.decorator.ts';
import type { ApiScope } from './api-key.ts';
import { otherTenantNamed, scopeMissing } from './machine-problems.ts';
import { RequireRole } from './role.decorator.ts';

const REQUIRED_SCOPE = Symbol('REQUIRED_SCOPE');

/**
 * A route for machines: it takes an API key with this scope, and never a user's token. Whoever calls it works in the
 * key's tenant as a `member`, without a principal.
 */
export function MachineRoute(scope: ApiScope): MethodDecorator {
  return applyDecorators(
    setRouteAccess('machine'),
    SetMetadata(REQUIRED_SCOPE, scope),
    RequireRole('member'),
    Refuses(() => scopeMissing(scope), otherTenantNamed),
  );
}

/** @throws {Error} for a machine's route that names no scope */
export function requiredScope(reflector: Reflector, route: Pick<ExecutionContext, 'getHandler'>): ApiScope {
  const scope = reflector.get<ApiScope | undefined>(REQUIRED_SCOPE, route.getHandler());
  if (scope === undefined) throw new Error('A route for machines needs @MachineRoute');
  return scope;
}
