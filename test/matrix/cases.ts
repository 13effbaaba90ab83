import type { Question } from '../support/exchange.ts';
import { INSIDERS, OUTSIDERS, type Actor, type Insider, type Setting } from './cast.ts';
import { NEVER_ACCEPTED, type Holding, type Place } from './knowledge.ts';
import type { Route } from './routes.ts';

/** What stands in a place: tenant_b's, or something of the same form that nobody has. */
export type Values = Readonly<Record<Exclude<Holding, 'cursor'>, string>> & {
  /** By the route's name: a cursor is bound to its list. */
  readonly cursors: Readonly<Record<string, string>>;
  /** Whom to invite: always the same one with the same key. */
  readonly email: string;
};

export interface Case {
  readonly actor: Actor;
  readonly route: Route;
  /** What is tried: `query owner_sub`, `body +tenant_id`; empty: nothing but the route's own path. */
  readonly attempt: string;
  readonly expected: string;
  /** Makes something new for each request, so that two answers cannot be the same bytes. */
  readonly creates: boolean;
  question(values: Values): Question;
}

interface Attempt {
  readonly name: string;
  readonly place?: Place;
  readonly refused?: { readonly field: string; readonly inElements: boolean };
}

/** Those who must not get in at all, with whatever they try. */
export function outsiderCases(setting: Setting, routes: readonly Route[]): Case[] {
  return routes.flatMap((route) =>
    OUTSIDERS.flatMap((actor) => {
      const expected = outsideRefusal(setting, route, actor);
      if (expected === undefined) return [];
      return attemptsAt(route).map((attempt) => toCase(actor, route, attempt, expected, false));
    }),
  );
}

/** Those who work in their own tenant, and put tenant_b's ids everywhere. */
export function insiderCases(routes: readonly Route[]): Case[] {
  return routes.flatMap((route) =>
    INSIDERS.flatMap((actor) =>
      attemptsAt(route).flatMap((attempt) => {
        const expected = insideAnswer(route, actor, attempt);
        const creates = route.method === 'POST' && expected.startsWith('2');
        return expected === '' ? [] : [toCase(actor, route, attempt, expected, creates)];
      }),
    ),
  );
}

function outsideRefusal(setting: Setting, { needs, ...route }: Route, actor: (typeof OUTSIDERS)[number]) {
  if (needs.tokenUses.length === 0 && needs.scope === null) return undefined;
  if (needs.scope !== null && actor.apiKey === undefined) return '401 auth/unauthorized';
  const refusal = actor.refusal(setting, { needs, ...route });
  if (needs.role !== null || refusal?.startsWith('401')) return refusal;
  return needs.group !== null && actor.token === undefined ? '403 auth/group' : undefined;
}

/** Empty: not a question of tenants, as no tenant's row can be named. */
function insideAnswer(route: Route, actor: Insider, attempt: Attempt): string {
  const { needs, method, places } = route;
  // Users where machines belong, and machines where users do, are outsiders.
  if ((needs.scope === null) !== (actor.apiKey === undefined)) return '';
  if (needs.tokenUses.length === 0 && needs.scope === null) return '';
  if (needs.group !== null) return '403 auth/group';
  if (needs.role === null) return method === 'GET' ? '200' : '';
  if (actor.role === 'viewer' && needs.role !== 'viewer') return '403 tenant/role';
  if (attempt.refused !== undefined) return route.passesOver ? '2' : '400 request/invalid';
  if (places.some((place) => place.in === 'path')) return '404';
  if (attempt.place?.holds === 'cursor' || attempt.place?.in === 'body') return '400 request/invalid';
  if (attempt.place?.holds === 'key') return '2';
  return method === 'GET' ? '200' : '';
}

function attemptsAt(route: Route): Attempt[] {
  const hasPath = route.places.some((place) => place.in === 'path');
  return [
    ...(hasPath ? [] : [{ name: '' }]),
    ...route.places.map((place) => ({ name: `${place.in} ${place.name}`, place })),
    ...route.refusedFields.flatMap((field) =>
      [false, true]
        .filter((inElements) => !inElements || hasElements(route.body?.example))
        .map((inElements) => ({
          name: `body ${inElements ? 'elements ' : ''}+${field}`,
          refused: { field, inElements },
        })),
    ),
  ];
}

function toCase(actor: Actor, route: Route, attempt: Attempt, expected: string, creates: boolean): Case {
  const question = (values: Values) => questionOf(route, attempt, values, actor.subject);
  return { actor, route, attempt: attempt.name, expected, creates, question };
}

/**
 * A valid request, but for what is attempted. Every id in its path is of the values' owner.
 * @param who makes something that may have to have its name alone: the same name for the same key
 */
export function questionOf(
  route: Route,
  { place, refused }: Attempt,
  values: Values,
  who = 'somebody',
): Question {
  const valueAt = ({ holds }: Place) =>
    holds === 'cursor' ? (values.cursors[route.name] ?? '') : values[holds];
  const path = route.places
    .filter((each) => each.in === 'path')
    .reduce((text, each) => text.replace(`{${each.name}}`, encodeURIComponent(valueAt(each))), route.path);
  const query = new URLSearchParams(route.required);
  // A cursor belongs to the list that it was made for: of one row a page.
  if (place?.holds === 'cursor') query.set('limit', '1');
  if (place?.in === 'query') query.set(place.name, valueAt(place));
  const name = route.method === 'POST' && { name: `Of ${who}, for ${values.email}` };
  const changed = {
    email: values.email,
    ...name,
    ...(place?.in === 'body' && { [place.name]: valueAt(place) }),
  };
  const body = route.body && bodyText(added(replaced(route.body.example, changed), refused, values));
  return {
    method: route.method,
    path: query.size === 0 ? path : `${path}?${query.toString()}`,
    headers: {
      ...(route.body && { 'Content-Type': route.body.type }),
      ...(place?.in === 'header' && { [place.name]: valueAt(place) }),
    },
    ...(body !== undefined && { body }),
  };
}

function bodyText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** With these fields changed wherever the example has them. */
function replaced(example: unknown, fields: Readonly<Record<string, string>>): unknown {
  if (Array.isArray(example)) return example.map((each) => replaced(each, fields));
  if (typeof example !== 'object' || example === null) return example;
  return Object.fromEntries(
    Object.entries(example).map(([name, value]) => [name, fields[name] ?? replaced(value, fields)]),
  );
}

function added(body: unknown, refused: Attempt['refused'], values: Values): unknown {
  const holding = refused && NEVER_ACCEPTED[refused.field];
  if (refused === undefined || holding === undefined || holding === 'cursor') return body;
  const more = { [refused.field]: values[holding] };
  if (!refused.inElements) return { ...(body as object), ...more };
  return Object.fromEntries(
    Object.entries(body as object).map(([name, value]) => [
      name,
      isListOfObjects(value) ? value.map((each) => ({ ...each, ...more })) : (value as unknown),
    ]),
  );
}

function hasElements(example: unknown): boolean {
  return typeof example === 'object' && example !== null && Object.values(example).some(isListOfObjects);
}

function isListOfObjects(value: unknown): value is object[] {
  return Array.isArray(value) && value.some((each) => typeof each === 'object' && each !== null);
}
