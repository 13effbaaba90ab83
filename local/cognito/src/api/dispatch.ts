import { randomUUID } from 'node:crypto';
import { ServiceError } from '../errors.ts';
import type { Reply } from '../http/reply.ts';
import type { HttpRequest } from '../http/request.ts';
import type { Service } from '../service.ts';
import { Input } from './input.ts';
import { ACTIONS } from './table.ts';

const TARGET_PREFIX = 'AWSCognitoIdentityProviderService.';

/** The action a request names, known or not. */
export function actionName(request: HttpRequest): string {
  const target = request.headers['x-amz-target'];
  return typeof target === 'string' && target.startsWith(TARGET_PREFIX)
    ? target.slice(TARGET_PREFIX.length)
    : '';
}

/** One call of the JSON API (AWS JSON 1.1): `X-Amz-Target` names the action, errors carry `__type`. */
export async function callAction(service: Service, request: HttpRequest): Promise<Reply> {
  const name = actionName(request);
  try {
    const action = ACTIONS.get(name);
    if (!action) {
      throw new ServiceError('UnknownOperationException', `The local stand-in has no action "${name}".`);
    }
    if (action.signed && !request.headers.authorization?.startsWith('AWS4-HMAC-SHA256')) {
      throw new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token');
    }
    const answer = await action.run(service, new Input(parse(request.body)));
    if (action.changes) service.store.changed();
    return reply(200, answer);
  } catch (error) {
    // A wrong password changes the count of failures.
    service.store.changed();
    return errorReply(service, error);
  }
}

export function errorReply(service: Service, error: unknown): Reply {
  if (error instanceof ServiceError) {
    return reply(error.status, { __type: error.name, message: error.message }, error.name);
  }
  service.log(`internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  const name = 'InternalErrorException';
  return reply(500, { __type: name, message: 'Internal error of the local stand-in.' }, name);
}

function parse(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body === '' ? '{}' : body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return Object.fromEntries(Object.entries(value));
    }
  } catch {
    // Reported below, with the other bodies that are not an object.
  }
  throw new ServiceError('SerializationException', 'The body must be a JSON object.');
}

function reply(status: number, body: unknown, errorType?: string): Reply {
  return {
    status,
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amzn-requestid': randomUUID(),
      ...(errorType !== undefined && { 'x-amzn-errortype': errorType }),
    },
    body: JSON.stringify(body),
  };
}
