import { invalidParameter } from '../errors.ts';
import { Input } from '../api/input.ts';
import { json, notFound, type Reply } from '../http/reply.ts';
import type { HttpRequest } from '../http/request.ts';
import type { Service } from '../service.ts';
import { rotateKeys } from '../tokens/keys.ts';
import { assertTarget } from './targets.ts';
import { outboxPage } from './outbox-page.ts';

const LARGEST_OFFSET_S = 100 * 365 * 86_400;

/** `/_local/*`: what tests do to the stand-in and never to the service. 404 unless switched on. */
export async function callHook(service: Service, request: HttpRequest): Promise<Reply> {
  if (!service.hooks) return notFound();
  const route = `${request.method} ${request.path.slice('/_local'.length)}`;
  if (route === 'GET /outbox') return outbox(service, request);
  const input = new Input(parse(request.body));
  if (route === 'POST /clock') return setClock(service, input);
  if (route === 'POST /rotate-keys') return rotate(service, input);
  if (route === 'POST /fault') return planFault(service, input);
  return notFound();
}

function outbox(service: Service, request: HttpRequest): Reply {
  const messages = service.outbox.list(request.query.get('to') ?? undefined);
  const html = request.headers.accept?.includes('text/html') === true;
  return html ? outboxPage(messages) : json(200, { messages });
}

function setClock(service: Service, input: Input): Reply {
  const seconds = input.integer('offset_seconds', -LARGEST_OFFSET_S, LARGEST_OFFSET_S);
  if (seconds === undefined) throw invalidParameter('offset_seconds is required');
  service.clock.setOffset(seconds);
  return json(200, { offset_seconds: seconds, now: new Date(service.clock.now()).toISOString() });
}

async function rotate(service: Service, input: Input): Promise<Reply> {
  const id = input.optionalText('user_pool_id');
  await rotatePools(service, id, input.flag('withdraw') ?? false);
  return json(200, { ok: true });
}

/** @throws ResourceNotFoundException */
export async function rotatePools(
  service: Service,
  id: string | undefined,
  withdraw: boolean,
): Promise<void> {
  const pools = id === undefined ? [...service.store.pools.values()] : [service.store.pool(id)];
  await Promise.all(pools.map((pool) => rotateKeys(pool, service.clock.now(), withdraw)));
  service.store.changed();
}

function planFault(service: Service, input: Input): Reply {
  const target = input.text('target');
  const times = input.integer('times', 0, 1_000_000) ?? 1;
  assertTarget(target);
  const type = times === 0 ? '' : input.text('type', { max: 100, pattern: /^[A-Za-z0-9]+$/ });
  service.faults.plan(target, type, times);
  return json(200, { target, type, times });
}

function parse(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body === '' ? '{}' : body);
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value));
  } catch {
    // Reported below.
  }
  throw invalidParameter('The body must be a JSON object.');
}
