import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { routeAccess } from '../auth/route-access.ts';
import {
  currentContext,
  type ActiveTenant,
  type ApiKeyIdentity,
  type RequestContext,
  type Role,
} from '../platform/context/request-context.ts';
import { MachineAccess } from './machine-access.ts';
import { requiredScope } from './machine-route.decorator.ts';
import { NO_TENANT } from './no-tenant.decorator.ts';
import { rateLimitHeaders } from './request-limit-answers.ts';
import { RequestLimits } from './request-limits.ts';
import { REQUIRED_ROLE, roleMissing, satisfies } from './role.decorator.ts';
import { TenantResolver } from './tenant-resolver.ts';

/** Whom a route was opened for. */
interface Admitted {
  readonly tenant: ActiveTenant;
  readonly apiKey?: ApiKeyIdentity;
}

/**
 * Runs after {@link CognitoAuthGuard}: establishes the tenant of every route that is not marked as having none, by the
 * principal, or by the API key where the route is a machine's: nothing else opens that, nor does a key open another.
 */
@Injectable()
export class TenantGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly resolver: TenantResolver,
    private readonly machines: MachineAccess,
    private readonly limits: RequestLimits,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const access = routeAccess(this.reflector, execution);
    if (access === 'public') return true;
    const isMachine = access === 'machine';
    const route = [execution.getHandler(), execution.getClass()];
    if (!isMachine && this.reflector.getAllAndOverride<boolean>(NO_TENANT, route)) return true;
    const context = currentContext();
    if (context === undefined) throw new Error('TenantGuard runs outside of a request context');
    const http = execution.switchToHttp();
    const request = http.getRequest<Request>();
    const { tenant, apiKey }: Admitted = isMachine
      ? await this.machines.admit(request, requiredScope(this.reflector, execution))
      : { tenant: await this.tenantOf(request, context) };
    const required = this.reflector.getAllAndOverride<Role | undefined>(REQUIRED_ROLE, route) ?? 'admin';
    if (!satisfies(tenant.role, required)) throw roleMissing(required);
    context.tenant = tenant;
    if (apiKey !== undefined) context.apiKey = apiKey;
    // Counted last: whoever is refused before has cost no more than a refusal, and takes nothing from the tenant.
    http.getResponse<Response>().set(rateLimitHeaders(await this.limits.count(tenant.id)));
    return true;
  }

  private tenantOf(request: Request, { principal }: RequestContext): Promise<ActiveTenant> {
    if (principal === undefined) throw new Error('TenantGuard ran before a principal was known');
    return this.resolver.resolve(request, principal);
  }
}
