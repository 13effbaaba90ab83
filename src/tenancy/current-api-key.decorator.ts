import { createParamDecorator } from '@nestjs/common';
import { currentContext, type ApiKeyIdentity } from '../platform/context/request-context.ts';

/** The handler's parameter for the key of the machine that is calling. On a route for users there is none, and it throws. */
export const CurrentApiKey = createParamDecorator((): ApiKeyIdentity => {
  const key = currentContext()?.apiKey;
  if (key === undefined) throw new Error('This route has no API key');
  return key;
});
