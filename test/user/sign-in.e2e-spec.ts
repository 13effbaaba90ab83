import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import jwt from 'jsonwebtoken';
import { PASSWORD, World } from '../support/world.ts';

const KEYS = [
  'access_token',
  'id_token',
  'refresh_token',
  'expires_in',
  'token_type',
  'challenge',
  'session',
];

describe.each([
  ['a public client', {}],
  ['a client with secret', { secret: 'a-secret-of-the-api-client' }],
  ['refresh token rotation', { refreshTokenRotation: { graceSeconds: 0 } }],
  ['a secret and rotation', { secret: 'another-secret', refreshTokenRotation: { graceSeconds: 0 } }],
])('Signing in with %s', (_name, client) => {
  let world: World;
  const rotates = 'refreshTokenRotation' in client;
  const login = (email: string, password: string) =>
    world.http.post('/api/user/login').send({ email, password });

  beforeAll(async () => {
    world = await World.start({ client });
  });
  afterAll(() => world.close());

  it('gives tokens whose access token opens the tenant', async () => {
    const { body } = await login('alice@example.com', PASSWORD).expect(200);
    expect(Object.keys(body).sort()).toEqual([...KEYS].sort());
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600, challenge: null, session: null });
    expect(jwt.decode(body.access_token)).toMatchObject({ token_use: 'access' });
    await world.as(body, 'tenant_a').get('/api/items').expect(200);
  });

  it('takes the e-mail in any spelling of case', async () => {
    await login('Alice@Example.COM', PASSWORD).expect(200);
  });

  it('leads through NEW_PASSWORD_REQUIRED, and the tenant of the claim is joined', async () => {
    const first = await login('dave@example.com', 'Temp0rary!').expect(200);
    expect(first.body).toMatchObject({
      challenge: 'NEW_PASSWORD_REQUIRED',
      session: expect.any(String),
      access_token: null,
      id_token: null,
      refresh_token: null,
    });
    const { session } = first.body;
    const weak = await world.http
      .post('/api/user/new-password')
      .send({ email: 'dave@example.com', new_password: 'short', session })
      .expect(400);
    expect(weak.body).toMatchObject({ code: 'user/password_policy', errors: [{ field: 'new_password' }] });

    const again = await login('dave@example.com', 'Temp0rary!').expect(200);
    const done = await world.http
      .post('/api/user/new-password')
      .send({ email: 'dave@example.com', new_password: 'N3w-Passw0rd!', session: again.body.session })
      .expect(200);
    expect(Object.keys(done.body).sort()).toEqual([...KEYS].sort());
    await world.as(done.body, 'tenant_a').get('/api/items').expect(200);
    const me = await world.as(done.body).get('/api/user/me').expect(200);
    expect(me.body.tenants).toEqual([{ tenant_id: 'tenant_a', name: 'Acme', role: 'member' }]);
    const admin = world.as(await world.signIn('alice@example.com'), 'tenant_a');
    const { body: audit } = await admin.get('/api/audit?action=member.join').expect(200);
    const dave = world.subjects['dave@example.com'];
    expect(audit.data).toEqual([expect.objectContaining({ actor_sub: dave, target_id: dave })]);
    await login('dave@example.com', 'Temp0rary!').expect(400);
    await login('dave@example.com', 'N3w-Passw0rd!').expect(200);
  });

  it('refreshes without a user name, and gives a refresh token only where Cognito rotated it', async () => {
    const tokens = await world.signIn('alice@example.com');
    const { body } = await world.http
      .post('/api/user/refresh')
      .send({ refresh_token: tokens.refresh_token })
      .expect(200);
    expect(Object.keys(body).sort()).toEqual([...KEYS].sort());
    expect(typeof body.refresh_token).toBe(rotates ? 'string' : 'object');
    await world.as(body, 'tenant_a').get('/api/items').expect(200);
    const reuse = await world.http.post('/api/user/refresh').send({ refresh_token: tokens.refresh_token });
    expect([reuse.status, reuse.body.code]).toEqual(
      rotates ? [400, 'user/invalid_refresh_token'] : [200, undefined],
    );
  });

  it("accepts the user name that the earlier API's clients send with a refresh", async () => {
    const { refresh_token } = await world.signIn('alice@example.com');
    await world.http
      .post('/api/user/refresh')
      .send({ refresh_token, username: 'alice@example.com' })
      .expect(200);
  });

  it('signs out everywhere: the tokens are refused at once, and nothing refreshes', async () => {
    const [phone, laptop] = [
      await world.signIn('carol@example.com'),
      await world.signIn('carol@example.com'),
    ];
    await world.as(phone).post('/api/user/logout').expect(200, { ok: true });
    await world.as(phone).get('/api/user/me').expect(401);
    await world.as(laptop).get('/api/user/me').expect(401);
    await world.http.post('/api/user/refresh').send({ refresh_token: laptop.refresh_token }).expect(400);
    await world
      .as(await world.signIn('carol@example.com'))
      .get('/api/user/me')
      .expect(200);
  });

  it('signs out of the one sign-in whose refresh token is sent', async () => {
    const [phone, laptop] = [
      await world.signIn('carol@example.com'),
      await world.signIn('carol@example.com'),
    ];
    await world.as(phone).post('/api/user/logout').send({ refresh_token: phone.refresh_token }).expect(200);
    await world.as(phone).get('/api/user/me').expect(401);
    await world.http.post('/api/user/refresh').send({ refresh_token: phone.refresh_token }).expect(400);
    await world.as(laptop).get('/api/user/me').expect(200);
  });
});
