import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { buildDocument } from '../src/app.openapi.ts';
import { routeRequirements } from '../src/app.routes.ts';
import { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

/** A difference here changes who can reach a route. */
it('asks on every route for the token and the role that were decided on', () => {
  const requirements = routeRequirements(world.app);
  const lines = Object.entries(buildDocument(world.app).paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, { operationId: string }>).map(([method, { operationId }]) => {
      const needs = requirements.get(operationId);
      if (needs === undefined) throw new Error(`${method} ${path} has no requirements`);
      const key = needs.scope === null ? 'public' : `api key ${needs.scope}`;
      const token = needs.tokenUses.length === 0 ? key : needs.tokenUses.join(' or ');
      const group = needs.group === null ? '' : `, group ${needs.group}`;
      return `${method.toUpperCase()} ${path} → ${token}, ${needs.role ?? 'no tenant'}${group}`;
    }),
  );
  expect(lines.sort()).toMatchInlineSnapshot(`
   [
     "DELETE /api/alert-channels/{id} → access, admin",
     "DELETE /api/api-keys/{id} → access, admin",
     "DELETE /api/items/{id} → access, member",
     "DELETE /api/tenant/members/{sub} → access, admin",
     "GET /api/alert-channels → access, admin",
     "GET /api/alert-channels/{id} → access, admin",
     "GET /api/alert-channels/{id}/deliveries → access, admin",
     "GET /api/alerts → access, viewer",
     "GET /api/alerts/stream → access, viewer",
     "GET /api/alerts/summary → access, viewer",
     "GET /api/alerts/{id} → access, viewer",
     "GET /api/alerts/{id}/comments → access, viewer",
     "GET /api/alerts/{id}/timeline → access, viewer",
     "GET /api/api-keys → access, admin",
     "GET /api/audit → access, admin",
     "GET /api/items → access, viewer",
     "GET /api/items/export → access, viewer",
     "GET /api/items/me → access, viewer",
     "GET /api/items/tenant → access, viewer",
     "GET /api/items/{id} → access, viewer",
     "GET /api/tenant → access, viewer",
     "GET /api/tenant/members → access, viewer",
     "GET /api/tenants → access, no tenant, group platform-admin",
     "GET /api/tenants/{tenant_id} → access, no tenant, group platform-admin",
     "GET /api/user/me → access or id, no tenant",
     "GET /api/user/memberships → access or id, no tenant",
     "GET /health/live → public, no tenant",
     "GET /health/ready → public, no tenant",
     "GET /metrics → public, no tenant",
     "PATCH /api/alert-channels/{id} → access, admin",
     "PATCH /api/alerts/{id} → access, member",
     "PATCH /api/items/{id} → access, member",
     "PATCH /api/tenant/members/{sub} → access, admin",
     "PATCH /api/tenants/{tenant_id} → access, no tenant, group platform-admin",
     "POST /api/alert-channels → access, admin",
     "POST /api/alert-channels/{id}/deliveries/{delivery_id}/retry → access, admin",
     "POST /api/alert-channels/{id}/rotate-secret → access, admin",
     "POST /api/alert-channels/{id}/test → access, admin",
     "POST /api/alerts → access, member",
     "POST /api/alerts/ingest → api key alerts:write, member",
     "POST /api/alerts/ingest/alertmanager → api key alerts:write, member",
     "POST /api/alerts/{id}/acknowledge → access, member",
     "POST /api/alerts/{id}/assign → access, member",
     "POST /api/alerts/{id}/comments → access, member",
     "POST /api/alerts/{id}/reopen → access, member",
     "POST /api/alerts/{id}/resolve → access, member",
     "POST /api/api-keys → access, admin",
     "POST /api/items → access, member",
     "POST /api/items/bulk → access, member",
     "POST /api/items/import → access, member",
     "POST /api/tenant/members → access, admin",
     "POST /api/tenants → access, no tenant, group platform-admin",
     "POST /api/user/change-password → access, no tenant",
     "POST /api/user/confirm-forgot-password → public, no tenant",
     "POST /api/user/forgot-password → public, no tenant",
     "POST /api/user/login → public, no tenant",
     "POST /api/user/logout → access or id, no tenant",
     "POST /api/user/new-password → public, no tenant",
     "POST /api/user/refresh → public, no tenant",
   ]
  `);
  expect(requirements.size).toBe(lines.length);
});
