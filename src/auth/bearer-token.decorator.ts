import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { bearerToken } from './bearer-token.ts';

/** The handler's parameter for the token itself, for calls that Cognito wants it for. */
export const BearerToken = createParamDecorator((_: unknown, execution: ExecutionContext): string =>
  bearerToken(execution.switchToHttp().getRequest<Request>().rawHeaders),
);
