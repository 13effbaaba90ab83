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
import type { RequestLimits } from './request-limits.ts';
import { RequireRole } from './role.decorator.ts';
import type { TenantResolver } from './tenant-resolver.ts';
import type { MachineAccess } from './machine-access.ts';
import { MachineRoute } from './machine-route.decorator.ts';
import { TenantGuard } from './tenant.guard.ts';

class Routes {
  unannotated(): void {}
  @RequireRole('viewer') read(): void {}
  @RequireRole('member') write(): void {}
  @RequireRole('admin') manage(): void {}
  @NoTenant() without(): void {}
  @Public() open(): void {}
  @MachineRoute('alerts:write') forMachines(): void {}
  @NoTenant() @MachineRoute('alerts:write') forMachinesWithout(): void {}
  @RequireRole('admin') @MachineRoute('alerts:write') tooMuch(): void {}
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
  const admit = jest
    .fn<MachineAccess['admit']>()
    .mockResolvedValue({ tenant: { ...tenant, role: 'member' }, apiKey: { id: '1', name: 'Prometheus' } });
  const count = jest
    .fn<RequestLimits['count']>()
    .mockResolvedValue({ isAdmitted: true, remaining: 4, seconds: 1, burst: 5, rate: 2 });
  const set = jest.fn();
  const guard = new TenantGuard(
    new Reflector(),
    { resolve } as unknown as TenantResolver,
    { admit } as unknown as MachineAccess,
    { count } as unknown as RequestLimits,
  );
  const context: RequestContext = { requestId: 'x', ...(who && { principal: who }) };
  const execution = {
    getClass: () => controller,
    getHandler: () => (controller.prototype as Record<string, unknown>)[name],
    switchToHttp: () => ({ getRequest: () => ({}), getResponse: () => ({ set }) }),
  } as unknown as ExecutionContext;
  const outcome = await runInContext(context, () => guard.canActivate(execution)).catch(
    (error: unknown) => (error as { code?: string }).code ?? String(error),
  );
  return { outcome, context, resolve, admit, count, set };
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

  it.each(['forMachines', 'forMachinesWithout'])('asks for an API key on the route %s', async (name) => {
    // Whoever has a token is not asked about: nothing but a key counts.
    const { outcome, context, resolve, admit } = await call(Routes, name, 'admin', principal);
    expect(outcome).toBe(true);
    expect(admit).toHaveBeenCalledWith(expect.anything(), 'alerts:write');
    expect(resolve).not.toHaveBeenCalled();
    expect(context).toMatchObject({ apiKey: { name: 'Prometheus' }, tenant: { role: 'member' } });
  });

  it('lets no machine do what a member may not', async () => {
    const { outcome, context } = await call(Routes, 'tooMuch', 'admin');
    expect([outcome, context.apiKey, context.tenant]).toEqual(['tenant/role', undefined, undefined]);
  });

  it.each([
    ['read', 'viewer', 1],
    ['forMachines', 'admin', 1],
    ['write', 'viewer', 0],
    ['without', 'admin', 0],
    ['open', 'admin', 0],
  ] as const)('counts what is let in: %s for a %s %i', async (name, role, counted) => {
    const { count, set } = await call(Routes, name, role, principal);
    expect(count.mock.calls).toEqual(Array.from({ length: counted }, () => ['tenant_a']));
    const headers = { 'RateLimit-Policy': '"tenant";q=5;w=3', RateLimit: '"tenant";r=4;t=1' };
    expect(set.mock.calls).toEqual(Array.from({ length: counted }, () => [headers]));
  });

  it('asks for no API key where a token is asked for', async () => {
    expect((await call(Routes, 'read', 'viewer', principal)).admit).not.toHaveBeenCalled();
  });

  it('fails where nobody has been established', async () => {
    const { outcome } = await call(Routes, 'read', 'admin');
    expect(outcome).toMatch(/before a principal was known/);
  });
});
