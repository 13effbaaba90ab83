import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import type { Role } from '../platform/context/request-context.ts';
import { Forbidden } from '../platform/http/problem.ts';

export const REQUIRED_ROLE = Symbol('REQUIRED_ROLE');

/** What a role may do, the next one may as well. */
const RANK: Readonly<Record<Role, number>> = { viewer: 0, member: 1, admin: 2 };

/** The least role in the tenant that a route asks for; without it a route asks for `admin`. */
export function RequireRole(role: Role): CustomDecorator<symbol> {
  return SetMetadata(REQUIRED_ROLE, role);
}

export function satisfies(role: Role, required: Role): boolean {
  return RANK[role] >= RANK[required];
}

export function roleMissing(required: Role): Forbidden {
  return new Forbidden('tenant/role', `This needs the role ${required} in the tenant.`);
}
