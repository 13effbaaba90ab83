import { describe, expect, it, jest } from '@jest/globals';
import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Environment, TokenUse as TokenUseName } from '../platform/config/environment.ts';
import { runInContext, type Principal, type RequestContext } from '../platform/context/request-context.ts';
import { Unauthorized } from '../platform/http/problem.ts';
import { CognitoAuthGuard } from './cognito-auth.guard.ts';
import { Public } from './public.decorator.ts';
import { setRouteAccess } from './route-access.ts';
import type { TokenVerifier } from './token-verifier.ts';
import { TokenUse } from './token-use.decorator.ts';

const principal = { subject: 'alice' } as Principal;

class Routes {
  unannotated(): void {}
  @Public() public(): void {}
  @TokenUse('id') id(): void {}
  @setRouteAccess('machine') machine(): void {}
}

@Public()
class PublicRoutes {
  open(): void {}
  @TokenUse('id') id(): void {}
}

function build() {
  const verify = jest.fn<TokenVerifier['verify']>().mockResolvedValue(principal);
  const environment = { cognito: { preferredTokenUse: 'access' } } as Environment;
  const guard = new CognitoAuthGuard(new Reflector(), { verify } as unknown as TokenVerifier, environment);
  return { guard, verify };
}

function route(controller: new () => object, name: string): ExecutionContext {
  const rawHeaders = ['Authorization', 'Bearer a.b.c'];
  return {
    getClass: () => controller,
    getHandler: () => (controller.prototype as Record<string, unknown>)[name],
    switchToHttp: () => ({ getRequest: () => ({ rawHeaders }) }),
  } as unknown as ExecutionContext;
}

describe('CognitoAuthGuard', () => {
  it.each<[new () => object, string, TokenUseName[]]>([
    [Routes, 'unannotated', ['access']],
    [Routes, 'id', ['id']],
    [PublicRoutes, 'id', ['id']],
  ])('%p %s takes %j', async (controller, name, uses) => {
    const { guard, verify } = build();
    const context: RequestContext = { requestId: '1' };
    await runInContext(context, () => guard.canActivate(route(controller, name)));
    expect(verify).toHaveBeenCalledWith('a.b.c', uses);
    expect(context.principal).toBe(principal);
  });

  it.each([
    [Routes, 'public'],
    [PublicRoutes, 'open'],
    [Routes, 'machine'],
  ])('%p %s is open to it, and a token sent along is not looked at', async (controller, name) => {
    const { guard, verify } = build();
    const context: RequestContext = { requestId: '1' };
    expect(await runInContext(context, () => guard.canActivate(route(controller, name)))).toBe(true);
    expect(verify).not.toHaveBeenCalled();
    expect(context.principal).toBeUndefined();
  });

  it('names nobody when the token is refused', async () => {
    const { guard, verify } = build();
    verify.mockRejectedValue(new Unauthorized('expired'));
    const context: RequestContext = { requestId: '1' };
    const answer = runInContext(context, () => guard.canActivate(route(Routes, 'unannotated')));
    await expect(answer).rejects.toThrow(Unauthorized);
    expect(context.principal).toBeUndefined();
  });

  it('fails rather than let anybody through where there is no request context', async () => {
    const { guard, verify } = build();
    await expect(guard.canActivate(route(Routes, 'unannotated'))).rejects.toThrow(
      'outside of a request context',
    );
    expect(verify).not.toHaveBeenCalled();
  });
});
