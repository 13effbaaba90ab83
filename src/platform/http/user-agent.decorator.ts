import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

const LONGEST = 500;

/** What the caller says that it is, cut to 500 characters. */
export const UserAgent = createParamDecorator((_: unknown, execution: ExecutionContext): string | undefined =>
  execution.switchToHttp().getRequest<Request>().headers['user-agent']?.slice(0, LONGEST),
);
