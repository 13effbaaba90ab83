import type { FinishedRequest } from '../http/request-context.middleware.ts';
import { contextFields } from './context-fields.ts';
import type { Logger } from './logging.module.ts';
import { refusalOf } from './refusals.ts';

/** One line for each request, with the reason if it was refused. The route's pattern, not its address: queries may hold anything. */
export function logRequest(
  logger: Logger,
  { context, method, route, status, seconds }: FinishedRequest,
): void {
  const level = status >= 500 ? 'error' : 'info';
  logger[level](
    {
      method,
      route,
      status,
      duration_ms: Math.round(seconds * 100_000) / 100,
      address: context.address,
      ...contextFields(context),
      ...refusalOf(context),
    },
    'Request',
  );
}
