import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { Environment, type TokenUse } from '../platform/config/environment.ts';
import { currentContext } from '../platform/context/request-context.ts';
import { bearerToken } from './bearer-token.ts';
import { routeAccess } from './route-access.ts';
import { TokenVerifier } from './token-verifier.ts';

/**
 * Lets nobody call a route without a good token, unless the route is `@Public()` or for machines, and puts the principal into the
 * request context. A route without annotation takes `COGNITO_PREFERRED_TOKEN_USE`.
 * @throws Unauthorized, and Unavailable when it cannot be decided.
 */
@Injectable()
export class CognitoAuthGuard implements CanActivate {
  private readonly defaultUses: readonly TokenUse[];

  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: TokenVerifier,
    environment: Environment,
  ) {
    this.defaultUses = [environment.cognito.preferredTokenUse];
  }

  async canActivate(context: ExecutionContext): Promise<true> {
    const access = routeAccess(this.reflector, context) ?? this.defaultUses;
    // No token opens a machine's route, and TenantGuard, which every request passes, asks for its key.
    if (access === 'public' || access === 'machine') return true;

    const requestContext = currentContext();
    if (requestContext === undefined) throw new Error('The guard runs outside of a request context');
    const { rawHeaders } = context.switchToHttp().getRequest<Request>();
    requestContext.principal = await this.tokens.verify(bearerToken(rawHeaders), access);
    return true;
  }
}
