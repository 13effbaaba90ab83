import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import pg from 'pg';
import request from 'supertest';
import { startApp, PASSWORD, World, type Tokens } from '../support/world.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0';
const NEWER_FIREFOX = FIREFOX.replaceAll('133.0', '134.0');
const SAFARI = 'Mozilla/5.0 (iPhone) AppleWebKit/605 Version/18.1 Mobile Safari/604';

let world: World;

beforeAll(async () => {
  world = await World.start({ variables: { TRUSTED_PROXIES: '127.0.0.1' } });
});
afterAll(() => world.close());

/** A sign-in through the API, as from this address and with this device. */
async function signIn(
  email: string,
  {
    from,
    with: device = FIREFOX,
    app = world.app,
  }: { from: string; with?: string; app?: NestExpressApplication },
): Promise<Tokens> {
  const { body } = await request(app.getHttpServer())
    .post('/api/user/login')
    .set({ 'X-Forwarded-For': from, 'User-Agent': device })
    .send({ email, password: PASSWORD })
    .expect(200);
  return body as Tokens;
}

interface Told {
  readonly owner_sub: string;
  readonly title: string;
  readonly severity: string;
  readonly description: string;
  readonly source: string;
}

/** Alerts of a user's sign-ins, oldest first. */
async function told(tokens: Tokens, tenant: string, email: string): Promise<Told[]> {
  const { body } = await world
    .as(tokens, tenant)
    .get('/api/alerts?source=sign-in&sort=created_at&limit=100')
    .expect(200);
  return (body.data as Told[]).filter(({ owner_sub }) => owner_sub === world.subjects[email]);
}

describe('A sign-in', () => {
  it('from a new address or with a new device raises an alert of that user; a known one does not', async () => {
    const alice = 'alice@example.com';
    const tokens = await signIn(alice, { from: '203.0.113.7' });
    const first = await told(tokens, 'tenant_a', alice);
    expect(first).toMatchObject([{ title: 'New sign-in', severity: 'info', source: 'sign-in' }]);
    expect(first[0]?.description).toContain('203.0.113.7');
    expect(first[0]?.description).toContain('Firefox');

    const counts: number[] = [];
    for (const way of [
      { from: '203.0.113.7' },
      { from: '203.0.113.7', with: NEWER_FIREFOX },
      { from: '203.0.113.8' },
      { from: '203.0.113.8', with: SAFARI },
      { from: '203.0.113.7', with: SAFARI },
      { from: '2001:db8:1:2::1' },
      { from: '2001:db8:1:2:ffff::9' },
      { from: '2001:db8:1:3::1' },
    ]) {
      await signIn(alice, way);
      counts.push((await told(tokens, 'tenant_a', alice)).length);
    }
    expect(counts).toEqual([1, 1, 2, 3, 3, 4, 4, 5]);
  });

  it('is told of in each tenant where the user works, and in no other', async () => {
    const carol = 'carol@example.com';
    const tokens = await signIn(carol, { from: '203.0.113.20' });
    for (const tenant of ['tenant_a', 'tenant_b']) expect(await told(tokens, tenant, carol)).toHaveLength(1);
    const bob = await signIn('bob@example.com', { from: '203.0.113.20' });
    expect(await told(bob, 'tenant_b', 'bob@example.com')).toHaveLength(1);
    expect(await told(bob, 'tenant_b', 'alice@example.com')).toEqual([]);
  });

  it('of somebody without a tenant, or of a suspended one alone, is told of nowhere', async () => {
    const alerts = () => sql("SELECT count(*)::int AS n FROM alerts WHERE source = 'sign-in'");
    const before = await alerts();
    await signIn('erin@example.com', { from: '203.0.113.30' });
    await signIn('frank@example.com', { from: '203.0.113.30' });
    await signIn('grace@example.com', { from: '203.0.113.30' });
    expect(await alerts()).toEqual(before);
  });

  it('is told of by the system itself, in the timeline and in the audit', async () => {
    const tokens = await signIn('bob@example.com', { from: '203.0.113.40' });
    const bob = world.as(tokens, 'tenant_b');
    const { body } = await bob.get('/api/alerts?source=sign-in&limit=1').expect(200);
    const timeline = await bob.get(`/api/alerts/${body.data[0].id}/timeline`).expect(200);
    expect(timeline.body.data[0].actor).toEqual({ type: 'system', id: null, name: null });
    const audit = await bob.get(`/api/audit?target=alert:${body.data[0].id}`).expect(200);
    expect(audit.body.data).toMatchObject([{ action: 'alert.create', actor_sub: null }]);
  });

  it('that fails tells nobody, and teaches nothing', async () => {
    const alerts = () => sql("SELECT count(*)::int AS n FROM alerts WHERE source = 'sign-in'");
    const before = await alerts();
    await request(world.app.getHttpServer())
      .post('/api/user/login')
      .set({ 'X-Forwarded-For': '203.0.113.50' })
      .send({ email: 'bob@example.com', password: 'wrong' })
      .expect(400);
    expect(await alerts()).toEqual(before);
    await signIn('bob@example.com', { from: '203.0.113.50' });
    expect(await alerts()).not.toEqual(before);
  });

  it('succeeds though the alert cannot be raised, which the next sign-in makes up for', async () => {
    await sql(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON alerts FOR EACH ROW EXECUTE FUNCTION refuse()`);
    const alice = 'alice@example.com';
    const tokens = await signIn(alice, { from: '203.0.113.60' });
    const before = (await told(tokens, 'tenant_a', alice)).length;
    await sql('DROP FUNCTION refuse CASCADE');
    await signIn(alice, { from: '203.0.113.60' });
    expect(await told(tokens, 'tenant_a', alice)).toHaveLength(before + 1);
  });

  it('from where the user has not been for half a year counts as new again', async () => {
    const bob = 'bob@example.com';
    const tokens = await signIn(bob, { from: '203.0.113.70' });
    const before = (await told(tokens, 'tenant_b', bob)).length;
    for (const days of [179, 181]) {
      await sql(`UPDATE known_sign_ins SET last_seen_at = now() - interval '${days} days'`);
      await signIn(bob, { from: '203.0.113.70' });
    }
    expect(await told(tokens, 'tenant_b', bob)).toHaveLength(before + 1);
  });

  it('leaves no address and no device behind, but hashes', async () => {
    const [{ rows }] = [{ rows: await sql('SELECT * FROM known_sign_ins') }];
    expect(rows.length).toBeGreaterThan(5);
    expect(JSON.stringify(rows)).not.toMatch(/203\.0\.113|2001:db8|Firefox|Mozilla/);
  });
});

it('NEW_SIGN_IN_ALERTS=0 switches them off', async () => {
  const app = await startApp({ ...world.variables, NEW_SIGN_IN_ALERTS: '0' });
  try {
    const tokens = await signIn('bob@example.com', { from: '203.0.113.99', app });
    const alerts = await told(tokens, 'tenant_b', 'bob@example.com');
    expect(alerts.filter(({ description }) => description.includes('203.0.113.99'))).toEqual([]);
  } finally {
    await app.close();
  }
});

async function sql(text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: world.database.superuserUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
