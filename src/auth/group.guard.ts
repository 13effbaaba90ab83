import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { currentContext } from '../platform/context/request-context.ts';
import { Forbidden } from '../platform/http/problem.ts';
import { REQUIRED_GROUP } from './group.decorator.ts';

/**
 * Runs after {@link CognitoAuthGuard}, whose principal it looks at, and before any tenant is looked for.
 * @throws {Forbidden} `auth/group`
 */
@Injectable()
export class GroupGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(execution: ExecutionContext): true {
    const route = [execution.getHandler(), execution.getClass()];
    const group = this.reflector.getAllAndOverride<string | undefined>(REQUIRED_GROUP, route);
    if (group === undefined) return true;
    const principal = currentContext()?.principal;
    if (principal === undefined) throw new Error('A route for a group must not be public');
    if (!principal.groups.includes(group)) throw groupMissing(group);
    return true;
  }
}

export function groupMissing(group: string): Forbidden {
  return new Forbidden('auth/group', `This needs the group ${group}.`);
}
