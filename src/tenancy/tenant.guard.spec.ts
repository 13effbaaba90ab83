import { describe, expect, it, jest } from '@jest/globals';
import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Public } from '../auth/public.decorator.ts';
import {
  runInContext,
  type Principal,
  type RequestContext,
  type Role,
} from '../platform/context/request-context.ts';
import { NoTenant } from './no-tenant.decorator.ts';
import { RequireRole } from './role.decorator.ts';
import type { TenantResolver } from './tenant-resolver.ts';
import { TenantGuard } from './tenant.guard.ts';

class Routes {
  unannotated(): void {}
  @RequireRole('viewer') read(): void {}
  @RequireRole('member') write(): void {}
  @RequireRole('admin') manage(): void {}
  @NoTenant() without(): void {}
  @Public() open(): void {}
}

@RequireRole('viewer')
class ReadRoutes {
  inherited(): void {}
  @RequireRole('admin') manage(): void {}
}

const principal = { subject: 'alice' } as Principal;

/** What becomes of a call by somebody with this role, and the context that it leaves behind. */
async function call(controller: new () => object, name: string, role: Role, who?: Principal) {
  const tenant = { id: 'tenant_a', name: 'Acme', role };
  const resolve = jest.fn<TenantResolver['resolve']>().mockResolvedValue(tenant);
  const guard = new TenantGuard(new Reflector(), { resolve } as unknown as TenantResolver);
  const context: RequestContext = { requestId: 'x', ...(who && { principal: who }) };
  const execution = {
    getClass: () => controller,
    getHandler: () => (controller.prototype as Record<string, unknown>)[name],
    switchToHttp: () => ({ getRequest: () => ({}) }),
  } as unknown as ExecutionContext;
  const outcome = await runInContext(context, () => guard.canActivate(execution)).catch(
    (error: unknown) => (error as { code?: string }).code ?? String(error),
  );
  return { outcome, context, resolve };
}

describe('TenantGuard', () => {
  it.each<[new () => object, string, Role, boolean | string]>([
    [Routes, 'unannotated', 'member', 'tenant/role'],
    [Routes, 'unannotated', 'admin', true],
    [Routes, 'read', 'viewer', true],
    [Routes, 'write', 'viewer', 'tenant/role'],
    [Routes, 'write', 'member', true],
    [Routes, 'manage', 'member', 'tenant/role'],
    [Routes, 'manage', 'admin', true],
    [ReadRoutes, 'inherited', 'viewer', true],
    [ReadRoutes, 'manage', 'member', 'tenant/role'],
  ])('%p %s for a %s: %s', async (controller, name, role, outcome) => {
    const result = await call(controller, name, role, principal);
    expect(result.outcome).toBe(outcome);
    // Whoever is refused has no tenant either: nothing that runs later can use it.
    expect(result.context.tenant?.id).toBe(outcome === true ? 'tenant_a' : undefined);
  });

  it.each(['without', 'open'])('looks for no tenant on the route %s', async (name) => {
    const { outcome, context, resolve } = await call(Routes, name, 'admin', principal);
    expect([outcome, context.tenant]).toEqual([true, undefined]);
    expect(resolve).not.toHaveBeenCalled();
  });

  it('fails where nobody has been established', async () => {
    const { outcome } = await call(Routes, 'read', 'admin');
    expect(outcome).toMatch(/before a principal was known/);
  });
});
