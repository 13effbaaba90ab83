import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { errorReply } from './api/dispatch.ts';
import { isCode, ServiceError } from './errors.ts';
import { json, type Reply } from './http/reply.ts';
import { BodyTooLarge, readRequest, type HttpRequest } from './http/request.ts';
import { faultTarget, route } from './router.ts';
import type { Service } from './service.ts';

const FAULT_STATUS: Readonly<Record<string, number>> = { InternalErrorException: 500 };

/** The HTTP server of both faces. */
export function createHttpServer(service: Service): Server {
  return createServer((message, response) => {
    void answer(service, message, response);
  });
}

/** @throws Error when the address is in use */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** Ends held and idle connections too. */
export async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

async function answer(service: Service, message: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const request = await readRequest(message);
    const fault = service.faults.take(faultTarget(request) ?? '');
    if (fault === 'timeout') return;
    if (fault === 'reset') {
      message.socket.destroy();
      return;
    }
    const reply = fault === undefined ? await route(service, request) : failing(service, request, fault);
    service.log(`${request.method} ${request.path} ${faultTarget(request) ?? ''} ${reply.status}`);
    write(response, reply);
  } catch (error) {
    write(response, failure(service, error));
  }
}

function failing(service: Service, request: HttpRequest, fault: string): Reply {
  if (fault === 'http500') return { status: 500, headers: { 'content-type': 'text/plain' }, body: 'fault' };
  const error = new ServiceError(fault, 'A fault that was ordered for this call.', FAULT_STATUS[fault]);
  if (request.path === '/') return errorReply(service, error);
  return json(fault === 'TooManyRequestsException' ? 429 : error.status, { error: fault });
}

function failure(service: Service, error: unknown): Reply {
  if (error instanceof BodyTooLarge) return json(413, { error: 'body_too_large' }, { connection: 'close' });
  if (isCode(error, 'ERR_INVALID_URL')) return json(400, { error: 'invalid_request' });
  return errorReply(service, error);
}

function write(response: ServerResponse, reply: Reply): void {
  if (response.destroyed) return;
  for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value);
  response.statusCode = reply.status;
  response.end(reply.body);
}
