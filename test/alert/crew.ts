import { World, type Caller, type Tokens } from '../support/world.ts';

/** The people of the demo data at work with alerts. */
export interface Crew {
  readonly world: World;
  readonly tokens: Tokens;
  /** Admin of tenant_a. */
  readonly alice: Caller;
  /** Admin of tenant_b. */
  readonly bob: Caller;
  /** Reads tenant_b and no more. */
  readonly carolAsViewer: Caller;
}

/** No alerts but the demo data's and those that a test raises. */
export async function crew(variables: Readonly<Record<string, string>> = {}): Promise<Crew> {
  const world = await World.start({ variables: { NEW_SIGN_IN_ALERTS: '0', ...variables } });
  const tokens = await world.signIn('alice@example.com');
  return {
    world,
    tokens,
    alice: world.as(tokens, 'tenant_a'),
    bob: world.as(await world.signIn('bob@example.com'), 'tenant_b'),
    carolAsViewer: world.as(await world.signIn('carol@example.com'), 'tenant_b'),
  };
}

interface RaisedAlert {
  readonly id: string;
  readonly tenant_id: string;
  readonly title: string;
  readonly status: string;
  readonly occurrences: number;
  readonly last_seen_at: string;
  readonly dedup_key: string | null;
}

/** A new alert of the caller's tenant. */
export async function raise(caller: Caller, fields: object = {}): Promise<RaisedAlert> {
  const { body } = await caller
    .post('/api/alerts')
    .send({ title: 'Pump 7 is hot', ...fields })
    .expect(201);
  return body as RaisedAlert;
}

/** What the timeline tells, in its order. */
export async function kindsOf(caller: Caller, id: string): Promise<string[]> {
  const { body } = await caller.get(`/api/alerts/${id}/timeline`).expect(200);
  return body.data.map(({ kind }: { kind: string }) => kind);
}
