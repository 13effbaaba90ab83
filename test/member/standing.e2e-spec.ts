import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { callerOn, firstSignIn, within } from '../support/people.ts';
import { USER_POOL, World, type Caller, type Tokens } from '../support/world.ts';

interface Person {
  readonly email: string;
  readonly sub: string;
  readonly tokens: Tokens;
  readonly caller: Caller;
}

let world: World;
let other: NestExpressApplication;
let alice: Caller;

beforeAll(async () => {
  world = await World.start();
  other = await world.anotherInstance();
  alice = world.as(await world.signIn('alice@example.com'), 'tenant_a');
});
afterAll(async () => {
  await other.close();
  await world.close();
});

const MEMBERS = '/api/tenant/members';
const pathOf = ({ sub }: { readonly sub: string }) => `${MEMBERS}/${sub}`;

/** Somebody new in the tenant of `admin`, signed in. */
async function join(role: string, admin = alice): Promise<Person> {
  const email = `${randomUUID()}@example.com`;
  const { body } = await admin.post(MEMBERS).send({ email, role }).expect(201);
  const tokens = await firstSignIn(world, email);
  return { email, sub: body.sub, tokens, caller: world.as(tokens) };
}

/** A tenant of its own with these admins. */
async function tenantWith(admins: number): Promise<{ id: string; people: readonly Person[] }> {
  const id = `t-${randomUUID()}`;
  const email = `${randomUUID()}@example.com`;
  const grace = world.as(await world.signIn('grace@example.com'));
  await grace.post('/api/tenants').send({ tenant_id: id, name: 'Small', admin_email: email }).expect(201);
  const tokens = await firstSignIn(world, email);
  const caller = world.as(tokens);
  const { body } = await caller.get(MEMBERS).expect(200);
  const people: Person[] = [{ email, sub: body.data[0].sub, tokens, caller }];
  while (people.length < admins) people.push(await join('admin', caller));
  return { id, people };
}

describe('The last admin', () => {
  it('cannot be demoted, suspended or removed, be it by themselves', async () => {
    const { people } = await tenantWith(1);
    const [only] = people as [Person];
    await join('member', only.caller);
    for (const call of [
      only.caller.patch(pathOf(only)).send({ role: 'member' }),
      only.caller.patch(pathOf(only)).send({ status: 'suspended' }),
      only.caller.delete(pathOf(only)),
    ]) {
      expect((await call.expect(409)).body.code).toBe('member/last_admin');
    }
    expect((await only.caller.get('/api/tenant').expect(200)).body.role).toBe('admin');
  });

  it('is the last when the other admins are suspended or removed', async () => {
    const { people } = await tenantWith(3);
    const [first, second, third] = people as [Person, Person, Person];
    await first.caller.patch(pathOf(second)).send({ status: 'suspended' }).expect(200);
    await first.caller.delete(pathOf(third)).expect(204);
    expect((await first.caller.delete(pathOf(first)).expect(409)).body.code).toBe('member/last_admin');
    await first.caller.patch(pathOf(second)).send({ status: 'active' }).expect(200);
    await first.caller.patch(pathOf(first)).send({ role: 'viewer' }).expect(200);
    await first.caller.patch(pathOf(second)).send({ role: 'viewer' }).expect(403);
  });

  it('stays when two admins demote, suspend or remove each other at the same moment', async () => {
    const { id, people } = await tenantWith(2);
    const [first, second] = people as [Person, Person];
    const changes = [
      (who: Caller, whom: Person) => who.patch(pathOf(whom)).send({ role: 'viewer' }),
      (who: Caller, whom: Person) => who.patch(pathOf(whom)).send({ status: 'suspended' }),
      (who: Caller, whom: Person) => who.delete(pathOf(whom)),
    ];
    // So slow that without a lock each would still see the other as an admin.
    await superuser(`CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_sleep(0.05); RETURN NEW; END $$;
      CREATE TRIGGER slow BEFORE UPDATE ON memberships FOR EACH ROW EXECUTE FUNCTION slow()`);
    for (let round = 0; round < 12; round++) {
      const change = changes[round % changes.length] ?? changes[0];
      // Each at another instance: no lock of one process would do.
      const elsewhere = callerOn(other, second.tokens, id);
      const answers = await Promise.all([change?.(first.caller, second), change?.(elsewhere, first)]);
      const statuses = answers.map((answer) => answer?.status ?? 0).sort();
      expect(statuses[0]).toBeLessThan(300);
      expect([403, 409]).toContain(statuses[1]);
      const rows = await superuser(
        `SELECT FROM memberships WHERE tenant_id = '${id}' AND role = 'admin' AND status = 'active'`,
      );
      expect(rows).toHaveLength(1);
      await superuser(`UPDATE memberships SET role = 'admin', status = 'active' WHERE tenant_id = '${id}'`);
    }
    await superuser('DROP FUNCTION slow CASCADE');
  });
});

describe('An admin who is demoted while the request runs', () => {
  it.each([
    ['change a member', (who: Caller, whom: Person) => who.patch(pathOf(whom)).send({ role: 'admin' })],
    ['remove a member', (who: Caller, whom: Person) => who.delete(pathOf(whom))],
    [
      'invite anybody',
      (who: Caller) => who.post(MEMBERS).send({ email: 'late.invitation@example.com', role: 'admin' }),
    ],
  ] as const)('does not come to %s', async (_, act) => {
    const [admin, victim] = [await join('admin'), await join('member')];
    await admin.caller.get('/api/tenant').expect(200);
    const database = new pg.Client({ connectionString: world.database.superuserUrl });
    await database.connect();
    await database.query('BEGIN');
    await database.query("SELECT FROM tenants WHERE id = 'tenant_a' FOR UPDATE");
    const running = act(admin.caller, victim).then((answer) => answer);
    const waits = async () =>
      (await superuser("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'")).length > 0;
    expect(await within(2_000, waits)).toBe(true);
    await database.query(
      `UPDATE memberships SET role = 'member' WHERE tenant_id = 'tenant_a' AND subject = '${admin.sub}'`,
    );
    await database.query('COMMIT');
    await database.end();
    const { status, body } = await running;
    expect([status, body.code]).toEqual([403, 'tenant/role']);
    const rows = await superuser(`SELECT role, status FROM memberships WHERE subject = '${victim.sub}'`);
    expect(rows).toEqual([{ role: 'member', status: 'active' }]);
    // Nor does the claim of somebody invited in vain let anybody in.
    const { Users } = await world.admin.send(
      new ListUsersCommand({ UserPoolId: USER_POOL, Filter: 'email = "late.invitation@example.com"' }),
    );
    expect(Users).toEqual([]);
  });
});

describe('On an instance that has just let the member in', () => {
  const watch = async (
    person: Person,
    change: () => Promise<unknown>,
    isDone: (at: Caller) => Promise<boolean>,
  ) => {
    const elsewhere = callerOn(other, person.tokens, 'tenant_a');
    await elsewhere.get('/api/items?limit=1').expect(200);
    const here = world.as(person.tokens, 'tenant_a');
    await here.get('/api/items?limit=1').expect(200);
    await change();
    expect(await isDone(here)).toBe(true);
    return within(5_000, () => isDone(elsewhere));
  };
  const refused = async (who: Caller) => (await who.get('/api/items?limit=1')).status === 403;

  it('suspension, removal and another role are effective within 5 s; where it was done at once', async () => {
    const [suspended, removed, demoted] = [await join('member'), await join('member'), await join('member')];
    const done = await Promise.all([
      watch(
        suspended,
        () => alice.patch(pathOf(suspended)).send({ status: 'suspended' }).expect(200),
        refused,
      ),
      watch(removed, () => alice.delete(pathOf(removed)).expect(204), refused),
      watch(
        demoted,
        () => alice.patch(pathOf(demoted)).send({ role: 'viewer' }).expect(200),
        async (who) => (await who.post('/api/items').send({ name: 'x' })).status === 403,
      ),
    ]);
    expect(done).toEqual([true, true, true]);
  });

  it('a removed member does not come back by the claim of a new sign-in', async () => {
    const member = await join('member');
    await alice.delete(pathOf(member)).expect(204);
    const tokens = await world.signIn(member.email);
    await world.as(tokens, 'tenant_a').get('/api/tenant').expect(403);
    await world.as(tokens).get('/api/tenant').expect(400);
    expect((await world.as(tokens).get('/api/user/me').expect(200)).body.tenants).toEqual([]);
  });
});

async function superuser(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: world.database.superuserUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
