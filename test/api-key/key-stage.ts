import type { Answer, Question } from '../support/exchange.ts';
import type { Api, Bearer, Stage } from '../tenancy/stage.ts';

export const KEYS = '/api/api-keys';
export const INGEST = '/api/alerts/ingest';
export const ALERTMANAGER = '/api/alerts/ingest/alertmanager';

export interface Key {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: string[];
  readonly created_by_sub: string;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
  readonly revoked_at: string | null;
}
export type CreatedKey = Key & { readonly key: string };

export interface Outcome<T> {
  readonly status: number;
  readonly body: T;
  readonly text: string;
}

/** Everybody whom these specs need: an admin of each tenant, and all roles in tenant_a. */
export async function plantPeople(stage: Stage): Promise<void> {
  await stage.plant([
    { tenant: 'tenant_a', subject: 'alice', role: 'admin' },
    { tenant: 'tenant_a', subject: 'carol', role: 'member' },
    { tenant: 'tenant_a', subject: 'victor', role: 'viewer' },
    { tenant: 'tenant_b', subject: 'bob', role: 'admin' },
  ]);
}

/** A user's JSON request to a tenant. */
export async function ask<T>(
  stage: Stage,
  api: Api,
  { as, tenant = 'tenant_a', headers, ...question }: UserQuestion,
): Promise<Outcome<T>> {
  const bearer = typeof as === 'string' ? { subject: as } : as;
  const answer = await api.ask({
    ...jsonOf(question),
    headers: {
      ...(bearer && { Authorization: `Bearer ${stage.token(bearer)}` }),
      'X-Tenant-Id': tenant,
      ...(question.json !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
  });
  return outcomeOf(answer);
}

interface UserQuestion {
  readonly method?: string;
  readonly path: string;
  readonly json?: unknown;
  /** A user's `sub`; nobody when `undefined`. */
  readonly as: string | Bearer | undefined;
  readonly tenant?: string;
  readonly headers?: Record<string, string>;
}

/** What a machine sends, with exactly these headers. */
export async function send<T = { code?: string }>(
  api: Api,
  headers: NonNullable<Question['headers']>,
  json: unknown = { title: 'Sent by a machine' },
  path = INGEST,
): Promise<Outcome<T> & Pick<Answer, 'headers'>> {
  const answer = await api.ask({
    ...jsonOf({ method: 'POST', path, json }),
    headers: { 'Content-Type': 'application/json', ...headers },
  });
  return { ...outcomeOf<T>(answer), headers: answer.headers };
}

/** `200`, `403 auth/scope`: what becomes of an alert that is sent with these headers. */
export async function verdictOf(api: Api, headers: NonNullable<Question['headers']>): Promise<string> {
  const { status, body } = await send(api, headers);
  return status === 200 ? '200' : `${status} ${body.code}`;
}

export const bearer = ({ key }: Pick<CreatedKey, 'key'>) => ({ Authorization: `Bearer ${key}` });

export async function makeKey(
  stage: Stage,
  api: Api,
  fields: object = {},
  { as = 'alice', tenant = 'tenant_a' } = {},
): Promise<CreatedKey> {
  const json = { name: 'Prometheus', scopes: ['alerts:write'], ...fields };
  const made = await ask<CreatedKey>(stage, api, { method: 'POST', path: KEYS, json, as, tenant });
  if (made.status !== 201) throw new Error(`No key: ${made.status} ${made.text}`);
  return made.body;
}

function jsonOf({ json, ...question }: { method?: string; path: string; json?: unknown }): Question {
  return json === undefined ? question : { ...question, body: JSON.stringify(json) };
}

function outcomeOf<T>({ status, text }: Answer): Outcome<T> {
  return { status, text, body: (text === '' ? undefined : JSON.parse(text)) as T };
}
