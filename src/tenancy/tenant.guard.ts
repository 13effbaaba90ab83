import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { routeAccess } from '../auth/route-access.ts';
import { currentContext, type Role } from '../platform/context/request-context.ts';
import { NO_TENANT } from './no-tenant.decorator.ts';
import { REQUIRED_ROLE, roleMissing, satisfies } from './role.decorator.ts';
import { TenantResolver } from './tenant-resolver.ts';

/** Runs after {@link CognitoAuthGuard}: establishes the tenant of every route that is not marked as having none. */
@Injectable()
export class TenantGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly resolver: TenantResolver,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    if (routeAccess(this.reflector, execution) === 'public') return true;
    const route = [execution.getHandler(), execution.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(NO_TENANT, route)) return true;
    const context = currentContext();
    if (context?.principal === undefined) throw new Error('TenantGuard ran before a principal was known');
    const tenant = await this.resolver.resolve(
      execution.switchToHttp().getRequest<Request>(),
      context.principal,
    );
    const required = this.reflector.getAllAndOverride<Role | undefined>(REQUIRED_ROLE, route) ?? 'admin';
    if (!satisfies(tenant.role, required)) throw roleMissing(required);
    context.tenant = tenant;
    return true;
  }
}
