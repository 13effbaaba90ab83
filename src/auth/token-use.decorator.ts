import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiUnauthorizedResponse } from '@nestjs/swagger';
import type { TokenUse as Use } from '../platform/config/environment.ts';
import { setRouteAccess } from './route-access.ts';

/** Names of the bearer schemes in the OpenAPI document. */
export const SECURITY_SCHEMES = { access: 'access-token', id: 'id-token' } as const satisfies Record<
  Use,
  string
>;

/**
 * The token uses that a route, or a controller's routes, accept: `@TokenUse('id')`, `@TokenUse('access', 'id')`.
 * The guard and the OpenAPI document read the same decorator, so they cannot disagree.
 */
export function TokenUse(...uses: [Use, ...Use[]]): MethodDecorator & ClassDecorator {
  return applyDecorators(
    setRouteAccess(uses),
    // One entry for each use: in OpenAPI separate entries are alternatives.
    ...uses.map((use) => ApiBearerAuth(SECURITY_SCHEMES[use])),
    ApiUnauthorizedResponse({ description: `A valid ${uses.join(' or ')} token is required.` }),
  );
}
