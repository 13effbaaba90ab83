import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { loadKeys, machineOf, mayEnter, memberOf } from './access.ts';
import { createItem, getItem, ingest, listAlerts, listItems, type Caller } from './rows.ts';
import { signIn } from './sign-in.ts';

/**
 * What the same answers cost with nothing in between: `node:http`, one statement in one round trip, tokens and
 * memberships remembered. It has neither validation nor logs, metrics, limits or any of the product's other care.
 */
await loadKeys();
createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    // Whoever asked has gone.
    if (response.destroyed) return;
    console.error(error);
    send(response, 500, problem(500, 'internal', 'Something went wrong.'));
  });
}).listen(Number(process.env['PORT']));
process.once('SIGTERM', () => process.exit());

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url = '', headers, socket } = request;
  if (url === '/health/ready') return send(response, 200, { status: 'ok' });
  if (url === '/api/user/login') return send(response, 200, await signIn(await body(request)));
  const requestId = randomUUID();
  if (url === '/api/alerts/ingest') {
    const machine = await machineOf(headers.authorization);
    if (machine === undefined) return send(response, 401, UNAUTHORIZED);
    const sender = { ...machine, requestId, address: socket.remoteAddress ?? '' };
    return send(response, 200, await ingest(machine.tenantId, await body(request), sender));
  }
  const member = memberOf(headers.authorization);
  if (member === undefined) return send(response, 401, UNAUTHORIZED, { 'WWW-Authenticate': 'Bearer' });
  const tenantId = String(headers['x-tenant-id']);
  if (!(await mayEnter(tenantId, member))) return send(response, 403, FORBIDDEN);
  const caller: Caller = {
    issuer: process.env['COGNITO_ISSUER'] ?? '',
    subject: member.subject,
    requestId,
    address: socket.remoteAddress,
  };
  if (method === 'POST') return send(response, 201, await createItem(tenantId, await body(request), caller));
  if (url === '/api/items?limit=20') return send(response, 200, await listItems(tenantId, 20));
  if (url === '/api/alerts?limit=20') return send(response, 200, await listAlerts(tenantId, 20));
  send(response, 200, await getItem(tenantId, url.slice('/api/items/'.length)));
}

async function body(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return JSON.parse(text) as Record<string, unknown>;
}

function send(
  response: ServerResponse,
  status: number,
  content: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = JSON.stringify(content);
  const type = status < 400 ? 'application/json; charset=utf-8' : 'application/problem+json; charset=utf-8';
  response
    .writeHead(status, { ...headers, 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) })
    .end(text);
}

function problem(status: number, code: string, detail: string) {
  return { type: 'about:blank', title: code, status, detail, code, message: detail };
}
const UNAUTHORIZED = problem(401, 'auth/unauthorized', 'A valid token is required.');
const FORBIDDEN = problem(403, 'tenant/forbidden', 'You have no access to this tenant.');
