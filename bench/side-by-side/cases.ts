import { idOf } from '../stage/fill.ts';
import type { LoadRequest } from './load.ts';
import { PASSWORD, type Person } from './people.ts';
import type { Stage } from './stage.ts';

const CONNECTIONS = 32;
/** Below the product's own limit for all sign-ins together, 60 a second. */
const SIGN_INS = 20;

/** Something that is asked of every side. */
export interface Case {
  readonly name: string;
  readonly requests: readonly LoadRequest[];
  readonly status: number;
  readonly connections: number;
  /** Where requests are sent at a fixed rate, what counts is how long the answers take. */
  readonly rate?: number;
  /** Whether all sides must give the same answer; what is made anew has ids of its own. */
  readonly same: boolean;
  /** Least that the product may reach of the floor, and of the textbook. */
  readonly reach?: { readonly floor?: number; readonly textbook?: number };
}

/** Tenants take turns, so that no side answers one tenant's rows again and again. */
export function casesFor({ people, filling: { itemsEach } }: Pick<Stage, 'people' | 'filling'>): Case[] {
  const ofEach = (request: (person: Person, n: number) => LoadRequest) => people.map(request);
  const read = { connections: CONNECTIONS, status: 200, same: true };
  return [
    {
      ...read,
      name: 'List of 20 items',
      requests: ofEach((person) => get('/api/items?limit=20', person)),
      reach: { floor: 0.5, textbook: 3 },
    },
    {
      ...read,
      name: 'Get one item',
      requests: ofEach((person, n) => get(`/api/items/${idOf(1 + ((n * 7919) % itemsEach))}`, person)),
      reach: { floor: 0.5 },
    },
    {
      name: 'Create one item',
      connections: CONNECTIONS,
      status: 201,
      same: false,
      requests: ofEach((person) => post('/api/items', ITEM, headersOf(person))),
      reach: { floor: 0.5 },
    },
    {
      ...read,
      name: 'List of 20 alerts',
      requests: ofEach((person) => get('/api/alerts?limit=20', person)),
    },
    {
      name: 'Ingest of one alert',
      connections: CONNECTIONS,
      status: 200,
      same: false,
      requests: ofEach(({ apiKey }) => post('/api/alerts/ingest', ALERT, bearer(apiKey))),
    },
    {
      name: 'Sign-in',
      connections: 4,
      rate: SIGN_INS,
      status: 200,
      same: false,
      requests: ofEach(({ email }) => post('/api/user/login', { email, password: PASSWORD }, {})),
    },
    {
      name: 'Refused token',
      connections: CONNECTIONS,
      status: 401,
      same: true,
      requests: ofEach((person) => get('/api/items?limit=20', { ...person, token: forged(person.token) })),
      reach: { floor: 0.7 },
    },
    {
      name: 'Unknown tenant',
      connections: CONNECTIONS,
      status: 403,
      same: true,
      requests: ofEach((person) => get('/api/items?limit=20', { ...person, tenantId: 'nowhere' })),
    },
  ];
}

const ITEM = {
  name: 'Pump 7',
  description: 'North hall, second row',
  tags: ['pump'],
  attributes: { bar: '6' },
};
const ALERT = { title: 'Pump 7 is running hot', severity: 'critical', labels: { site: 'north' } };

/** Well-formed, of a known key, and signed by somebody else: what has to be computed to find that out. */
function forged(token: string): string {
  const at = token.lastIndexOf('.') + 10;
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
}

function bearer(token: string): Record<string, string> {
  return { Authorization: `Bearer ${token}` };
}

function headersOf({ token, tenantId }: Person): Record<string, string> {
  return { ...bearer(token), 'X-Tenant-Id': tenantId };
}

function get(path: string, person: Person): LoadRequest {
  return { method: 'GET', path, headers: headersOf(person) };
}

function post(path: string, content: unknown, headers: Readonly<Record<string, string>>): LoadRequest {
  return {
    method: 'POST',
    path,
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify(content),
  };
}
