import { Conflict, InvalidRequest, NotFound } from '../platform/http/problem.ts';

export function noSuchTenant(): NotFound {
  return new NotFound('tenant/not_found', 'There is no such tenant.');
}

export function tenantExists(): Conflict {
  return new Conflict('tenant/exists', 'There is a tenant with this id already.');
}

export function noSuchPlan(): InvalidRequest {
  return new InvalidRequest([{ field: 'plan', message: 'is not a known plan' }]);
}
