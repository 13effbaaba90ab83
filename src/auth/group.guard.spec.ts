import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { describe, expect, it } from '@jest/globals';
import { runInContext, type Principal, type RequestContext } from '../platform/context/request-context.ts';
import { RequireGroup } from './group.decorator.ts';
import { GroupGuard } from './group.guard.ts';

class Open {
  handler(): void {
    return undefined;
  }
}

@RequireGroup('platform-admin')
class Guarded extends Open {}

const guard = new GroupGuard(new Reflector());
const ask = (route: typeof Open, context: RequestContext) => {
  const execution = { getHandler: () => route.prototype.handler, getClass: () => route };
  return runInContext(context, () => guard.canActivate(execution as unknown as ExecutionContext));
};
const memberOf = (...groups: string[]): RequestContext => ({
  requestId: 'r',
  principal: { groups } as unknown as Principal,
});

describe('GroupGuard', () => {
  it('lets everybody pass where no group is asked for', () => {
    expect(ask(Open, { requestId: 'r' })).toBe(true);
  });

  it('lets members of the group pass', () => {
    expect(ask(Guarded, memberOf('others', 'platform-admin'))).toBe(true);
  });

  it.each([[[]], [['platform-admins']], [['Platform-Admin']], [['platform-admin ']]])(
    'refuses members of %j',
    (groups) => {
      expect(() => ask(Guarded, memberOf(...groups))).toThrow('This needs the group platform-admin.');
    },
  );

  it('fails where nobody is known: such a route must not be public', () => {
    expect(() => ask(Guarded, { requestId: 'r' })).toThrow('must not be public');
  });
});
