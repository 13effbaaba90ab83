import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { InvalidRequest } from './problem.ts';

/** `Last-Event-ID`: the last event that the reader has seen; `undefined` for a reader who has seen none. */
export const LastEventId = createParamDecorator(
  (_: unknown, execution: ExecutionContext): bigint | undefined => {
    const sent = execution.switchToHttp().getRequest<Request>().headers['last-event-id'];
    if (sent === undefined || sent === '') return undefined;
    if (typeof sent === 'string' && /^\d{1,18}$/.test(sent)) return BigInt(sent);
    throw new InvalidRequest([
      { field: 'Last-Event-ID', message: 'must be the id of an event of this stream' },
    ]);
  },
);
