import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { World, type Caller } from '../support/world.ts';
import { entriesFor, type Entry } from './entries.ts';

let world: World;
let alice: Caller;
let bob: Caller;
let carol: Caller;

beforeAll(async () => {
  world = await World.start();
  alice = world.as(await world.signIn('alice@example.com'), 'tenant_a');
  bob = world.as(await world.signIn('bob@example.com'), 'tenant_b');
  carol = world.as(await world.signIn('carol@example.com'), 'tenant_a');
});
afterAll(() => world.close());

const sub = (name: string) => world.subjects[`${name}@example.com`] ?? '';
const entries = (query = '', who = alice) => entriesFor(who, query);

describe('The audit is asked for', () => {
  it('pages, newest first, each entry once', async () => {
    for (let n = 0; n < 7; n++)
      await alice
        .post('/api/items')
        .send({ name: `page ${n}` })
        .expect(201);
    const whole = await entries();
    expect(whole.map(({ at }) => at)).toEqual(
      whole
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
    const found: Entry[] = [];
    for (let cursor = ''; ;) {
      const { body } = await alice.get(`/api/audit?limit=3${cursor}`).expect(200);
      found.push(...body.data);
      if (body.next_cursor === null) break;
      cursor = `&cursor=${body.next_cursor}`;
    }
    expect(found).toEqual(whole);
  });

  it('one actor, one action, one target, one span of time, and all of them together', async () => {
    const { id } = (await carol.post('/api/items').send({ name: 'filtered' }).expect(201)).body;
    await alice.patch(`/api/items/${id}`).send({ name: 'again' }).expect(200);
    const of = (found: readonly Entry[], field: keyof Entry) => new Set(found.map((entry) => entry[field]));
    expect(of(await entries(`actor_sub=${sub('carol')}`), 'actor_sub')).toEqual(new Set([sub('carol')]));
    expect(of(await entries('action=item.update'), 'action')).toEqual(new Set(['item.update']));
    const [changed, made] = await entries(`target=${id}`);
    expect([changed?.action, made?.action]).toEqual(['item.update', 'item.create']);
    expect(await entries(`target=item:${id}`)).toEqual([changed, made]);
    expect(await entries(`target=member:${id}`)).toEqual([]);
    const time = encodeURIComponent(changed?.at ?? '');
    expect(await entries(`target=${id}&from=${time}`)).toEqual([changed]);
    expect(await entries(`target=${id}&to=${time}`)).toEqual([made]);
    const elsewhere = encodeURIComponent((changed?.at ?? '').replace('Z', '+00:00'));
    expect(await entries(`target=${id}&from=${elsewhere}`)).toEqual([changed]);
    const every = `target=${id}&actor_sub=${sub('alice')}&action=item.update&from=${time}`;
    expect(await entries(every)).toEqual([changed]);
    expect(await entries(`${every}&to=${time}`)).toEqual([]);
  });

  it.each([
    'from=yesterday',
    'from=2026-11-22',
    'from=2026-11-22T09:00:00',
    'from=2026-02-30T09:00:00Z',
    'from=2026-11-22T25:00:00Z',
    'to=1e12',
    'to=',
    'from=',
    'actor_sub=',
    'actor_sub[not]=x',
    'action=',
    'target=',
    'limit=0',
    'cursor=x',
    'q=x',
    'tenant_id=tenant_b',
  ])('nothing by ?%s', async (query) => {
    const { body } = await alice.get(`/api/audit?${query}`).expect(400);
    expect(query.startsWith(body.errors[0].field)).toBe(true);
  });

  it('nothing by the cursor of another tenant, or of another filter', async () => {
    const { body } = await alice.get('/api/audit?limit=1').expect(200);
    const cursor = `limit=1&cursor=${body.next_cursor}`;
    await bob.get(`/api/audit?${cursor}`).expect(400);
    await alice.get(`/api/audit?${cursor}&action=item.create`).expect(400);
    await alice.get(`/api/audit?${cursor}`).expect(200);
  });
});

describe('A long audit', () => {
  let client: pg.Client;
  beforeAll(async () => {
    await superuser(`INSERT INTO audit_entries (tenant_id, at, actor_sub, action, target_type, target_id)
      SELECT 'tenant_a', now() - make_interval(secs => n), 'user ' || n % 500, 'action ' || n % 100, 'item', 'row ' || n
      FROM generate_series(1, 20000) AS n`);
    await superuser('ANALYZE audit_entries');
    client = new pg.Client({ connectionString: world.database.runtimeUrl });
    await client.connect();
    await client.query("SELECT set_config('app.tenant_id', 'tenant_a', false)");
  });
  afterAll(() => client.end());

  it.each([
    ['the newest', '', 'at_id_idx'],
    ["one actor's", "AND actor_sub = 'user 7'", 'actor_sub = '],
    ['one action', "AND action = 'action 7'", 'action = '],
    ['one target, by its id alone', "AND target_id = 'row 7'", 'target_id = '],
    ['one target', "AND target_type = 'item' AND target_id = 'row 7'", 'target_id = '],
  ])('gives %s by an index', async (_, condition, used) => {
    const { rows } = await client.query<Record<string, string>>(
      `EXPLAIN SELECT * FROM audit_entries WHERE at <= now() ${condition} ORDER BY at DESC, id DESC LIMIT 20`,
    );
    const lines = rows.map((row) => row['QUERY PLAN'] ?? '');
    expect(lines.filter((line) => /Index (Only )?Scan|Index Cond/.test(line)).join()).toContain(used);
    expect(lines.join()).not.toContain('Seq Scan');
  });
});

describe('The five of every feature', () => {
  it('no token: 401', () => world.http.get('/api/audit').set('X-Tenant-Id', 'tenant_a').expect(401));

  it('an ID token where an access token belongs: 401', async () => {
    const { id_token } = await world.signIn('alice@example.com');
    const caller = world.as({ access_token: id_token, id_token, refresh_token: '' }, 'tenant_a');
    await caller.get('/api/audit').expect(401);
  });

  it('another tenant: 403', async () => {
    const stranger = world.as(await world.signIn('bob@example.com'), 'tenant_a');
    expect((await stranger.get('/api/audit').expect(403)).body.code).toBe('tenant/forbidden');
  });

  it('a member or a viewer: 403', async () => {
    const viewer = world.as(await world.signIn('carol@example.com'), 'tenant_b');
    for (const who of [carol, viewer])
      expect((await who.get('/api/audit').expect(403)).body.code).toBe('tenant/role');
  });

  it('an unknown field: 400', async () => {
    const { body } = await alice.get('/api/audit?colour=red').expect(400);
    expect(body.errors).toEqual([{ field: 'colour', message: 'is not a known field' }]);
  });
});

async function superuser(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: world.database.superuserUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
