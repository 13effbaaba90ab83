import { AdminUpdateUserAttributesCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { firstSignIn } from '../support/people.ts';
import { USER_POOL, World, type Caller } from '../support/world.ts';

let world: World;
let alice: Caller;
let bob: Caller;

beforeAll(async () => {
  world = await World.start();
  alice = world.as(await world.signIn('alice@example.com'), 'tenant_a');
  bob = world.as(await world.signIn('bob@example.com'), 'tenant_b');
});
afterAll(() => world.close());

const MEMBERS = '/api/tenant/members';
const invite = (email: string, role = 'member', admin = alice) => admin.post(MEMBERS).send({ email, role });
const newAddress = () => `${randomUUID()}@example.com`;
const mailsTo = (email: string) => world.cognito.outbox(email);
const superuser = async (sql: string) => {
  const client = new pg.Client({ connectionString: world.database.superuserUrl });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
};

describe('An invitation', () => {
  it('of somebody new: mail, first sign-in, and they work here with that role', async () => {
    const email = newAddress();
    const { body, headers } = await invite(email, 'viewer').expect(201);
    expect(headers['etag']).toBe('"1"');
    expect(body).toEqual({
      sub: expect.stringMatching(/^[0-9a-f-]{36}$/),
      email,
      username: expect.any(String),
      role: 'viewer',
      status: 'active',
      joined_by: 'invite',
      version: 1,
      created_at: expect.any(String),
      updated_at: body.created_at,
    });
    expect(mailsTo(email)).toEqual([
      expect.objectContaining({ kind: 'invitation', temporaryPassword: expect.any(String) }),
    ]);
    const tokens = await firstSignIn(world, email);
    const claims = JSON.parse(Buffer.from(tokens.id_token.split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({ 'custom:tenant_id': 'tenant_a', email_verified: true, sub: body.sub });
    const newcomer = world.as(tokens);
    expect((await newcomer.get('/api/tenant').expect(200)).body).toMatchObject({
      tenant_id: 'tenant_a',
      role: 'viewer',
    });
    await newcomer.post('/api/items').send({ name: 'x' }).expect(403);
  });

  it('that is sent twice with one Idempotency-Key is one mail, and the same answer', async () => {
    const email = newAddress();
    const once = () => invite(email).set('Idempotency-Key', email).expect(201);
    const [first, second] = [await once(), await once()];
    expect(second.body).toEqual(first.body);
    expect(second.headers).toMatchObject({ 'idempotent-replayed': 'true', etag: '"1"' });
    expect(mailsTo(email)).toHaveLength(1);
    await invite(email, 'admin').set('Idempotency-Key', email).expect(409);
  });

  it('of somebody who works elsewhere: no mail, the same answer, and they work in both', async () => {
    const [known, unknown] = ['bob@example.com', newAddress()];
    const answers = [await invite(known).expect(201), await invite(unknown).expect(201)];
    const shapes = answers.map(({ body, headers }) => ({
      ...body,
      ...Object.fromEntries(
        ['sub', 'email', 'username', 'created_at', 'updated_at'].map((key) => [key, typeof body[key]]),
      ),
      headers: Object.keys(headers).sort(),
    }));
    expect(shapes[0]).toEqual(shapes[1]);
    expect(mailsTo(known)).toEqual([]);
    const tokens = await world.signIn(known);
    for (const [tenant, role] of [
      ['tenant_a', 'member'],
      ['tenant_b', 'admin'],
    ]) {
      const { body } = await world.as(tokens, tenant).get('/api/tenant').expect(200);
      expect(body).toMatchObject({ tenant_id: tenant, role });
    }
  });

  it('is not minding the case of the address', async () => {
    const email = newAddress();
    const first = await invite(email).expect(201);
    const second = await invite(email.toUpperCase()).expect(201);
    expect(second.body.sub).toBe(first.body.sub);
  });

  it("of an account whose address nobody has confirmed is refused: it may be anybody's", async () => {
    const verified = (value: string) =>
      world.admin.send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId: USER_POOL,
          Username: 'erin@example.com',
          UserAttributes: [{ Name: 'email_verified', Value: value }],
        }),
      );
    await verified('false');
    expect((await invite('erin@example.com').expect(409)).body.code).toBe('member/address_not_confirmed');
    await verified('true');
    await invite('erin@example.com').expect(201);
  });

  it('to an address that Cognito does not take is 400', async () => {
    world.cognito.fault('AdminCreateUser', 'InvalidParameterException', 1);
    expect((await invite(newAddress()).expect(400)).body.code).toBe('member/address_refused');
  });

  it.each([
    [{ role: 'member' }, 'email'],
    [{ email: 'nobody', role: 'member' }, 'email'],
    [{ email: `${'x'.repeat(250)}@example.com`, role: 'member' }, 'email'],
    [{ email: ['a@example.com'], role: 'member' }, 'email'],
    [{ email: 'a@example.com' }, 'role'],
    [{ email: 'a@example.com', role: 'owner' }, 'role'],
    [{ email: 'a@example.com', role: 'member', status: 'active' }, 'status'],
    [{ email: 'a@example.com', role: 'member', tenant_id: 'tenant_b' }, 'tenant_id'],
    [{ email: 'a@example.com', role: 'member', sub: 'x' }, 'sub'],
  ])('does not go out for %j', async (body, field) => {
    const answer = await alice.post(MEMBERS).send(body).expect(400);
    expect(answer.body.errors[0].field).toBe(field);
    expect(mailsTo('a@example.com')).toEqual([]);
  });
});

describe('A repeated invitation', () => {
  it('mails a new password as long as there was no sign-in, and changes nothing else', async () => {
    const email = newAddress();
    const first = await invite(email).expect(201);
    const lost = mailsTo(email)[0]?.temporaryPassword;
    const second = await invite(email).expect(201);
    expect(second.body).toEqual(first.body);
    expect(mailsTo(email)).toHaveLength(2);
    expect(mailsTo(email)[0]?.temporaryPassword).not.toBe(lost);
    await firstSignIn(world, email);
    expect((await invite(email).expect(201)).body).toEqual(first.body);
    expect(mailsTo(email)).toHaveLength(2);
  });

  it('with another role is refused while the member is active', async () => {
    const email = newAddress();
    await invite(email, 'viewer').expect(201);
    const { body } = await invite(email, 'admin').expect(409);
    expect(body.code).toBe('member/exists');
    expect(body.detail).not.toContain(email);
  });

  it('brings back who was suspended or removed, with the new role', async () => {
    const email = newAddress();
    const { sub } = (await invite(email, 'admin').expect(201)).body;
    await firstSignIn(world, email);
    await alice.patch(`${MEMBERS}/${sub}`).send({ status: 'suspended' }).expect(200);
    const back = await invite(email, 'viewer').expect(201);
    expect(back.body).toMatchObject({ sub, role: 'viewer', status: 'active', version: 3 });
    await alice.delete(`${MEMBERS}/${sub}`).expect(204);
    const again = await invite(email, 'member').expect(201);
    expect(again.body).toMatchObject({ sub, role: 'member', status: 'active', version: 5 });
    const member = world.as(await world.signIn(email));
    expect((await member.get('/api/tenant').expect(200)).body.role).toBe('member');
  });

  it('heals what stopped before Cognito answered: nobody is made, then somebody', async () => {
    const email = newAddress();
    for (const fault of ['http500', 'TooManyRequestsException', 'NotAuthorizedException']) {
      world.cognito.fault('AdminCreateUser', fault, 2);
      const { status, headers } = await invite(email);
      expect([fault, status, Number(headers['retry-after']) > 0]).toEqual([fault, 503, true]);
      world.cognito.fault('AdminCreateUser', fault, 0);
    }
    expect(mailsTo(email)).toEqual([]);
    await invite(email).expect(201);
    expect(mailsTo(email)).toHaveLength(1);
  });

  it('heals a user without membership: the row could not be written', async () => {
    const email = newAddress();
    await superuser(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'down' USING ERRCODE = '57P01'; END $$;
      CREATE TRIGGER fail BEFORE INSERT ON memberships FOR EACH ROW EXECUTE FUNCTION fail()`);
    try {
      expect((await invite(email, 'viewer')).status).toBe(503);
    } finally {
      await superuser('DROP FUNCTION fail CASCADE');
    }
    expect(mailsTo(email)).toHaveLength(1);
    expect(await superuser(`SELECT FROM memberships WHERE email = '${email}'`)).toHaveLength(0);
    expect((await invite(email, 'viewer').expect(201)).body.role).toBe('viewer');
    expect(mailsTo(email)).toHaveLength(2);
    const tokens = await firstSignIn(world, email);
    expect((await world.as(tokens).get('/api/tenant').expect(200)).body.role).toBe('viewer');
  });

  it('heals a mail that was not sent again', async () => {
    const email = newAddress();
    await invite(email).expect(201);
    world.cognito.fault('AdminCreateUser', 'UsernameExistsException', 1);
    world.cognito.fault('AdminGetUser', 'http500', 2);
    expect((await invite(email)).status).toBe(503);
    await invite(email).expect(201);
    expect(mailsTo(email)).toHaveLength(2);
  });

  it('by two at once makes one member', async () => {
    const email = newAddress();
    const answers = await Promise.all([1, 2, 3, 4].map(() => invite(email)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.sub)).size).toBe(1);
    expect(await superuser(`SELECT FROM memberships WHERE email = '${email}'`)).toHaveLength(1);
    expect(await superuser(`SELECT FROM audit_entries WHERE after->>'email' = '${email}'`)).toHaveLength(1);
  });

  it('into two tenants at once makes one user, a member of both', async () => {
    const email = newAddress();
    const [a, b] = await Promise.all([invite(email, 'viewer'), invite(email, 'admin', bob)]);
    expect([a?.status, b?.status]).toEqual([201, 201]);
    expect(a?.body.sub).toBe(b?.body.sub);
  });
});
