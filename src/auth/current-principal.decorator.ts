import { createParamDecorator } from '@nestjs/common';
import { currentContext, type Principal } from '../platform/context/request-context.ts';

/** The handler's parameter for who is calling. On a public route there is nobody, and it throws. */
export const CurrentPrincipal = createParamDecorator((): Principal => {
  const principal = currentContext()?.principal;
  if (principal === undefined) throw new Error('This route has no principal');
  return principal;
});
