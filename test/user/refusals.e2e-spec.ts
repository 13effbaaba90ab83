import {
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD, World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

const login = (email: string, password: string) =>
  world.http.post('/api/user/login').send({ email, password });
const withoutId = ({ request_id: _, ...body }: Record<string, unknown>) => body;

describe('A sign-in that fails', () => {
  it('answers the same for an unknown user, a wrong password, a disabled and a reset account', async () => {
    const user = (email: string) => ({
      UserPoolId: world.variables['COGNITO_USER_POOL_ID'],
      Username: email,
    });
    await world.admin.send(new AdminDisableUserCommand(user('erin@example.com')));
    await world.admin.send(new AdminResetUserPasswordCommand(user('grace@example.com')));
    const answers = [
      await login('nobody@example.com', PASSWORD),
      await login('alice@example.com', 'wrong'),
      await login('erin@example.com', PASSWORD),
      await login('grace@example.com', PASSWORD),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    const [first, ...others] = answers.map(({ body }) => withoutId(body));
    expect(first).toMatchObject({ code: 'user/invalid_credentials' });
    for (const other of others) expect(other).toEqual(first);
    const headers = answers.map(({ headers: all }) => Object.keys(all).sort().join());
    expect(new Set(headers).size).toBe(1);
  });

  it.each([
    ['without e-mail', { password: 'x' }, ['email']],
    ['without password', { email: 'alice@example.com' }, ['password']],
    ['with something that is no e-mail', { email: 'alice', password: 'x' }, ['email']],
    ['with a number for a password', { email: 'alice@example.com', password: 1 }, ['password']],
    ['with an object for an e-mail', { email: { not: '' }, password: 'x' }, ['email']],
    [
      'with an unknown field',
      { email: 'alice@example.com', password: 'x', tenant_id: 'tenant_b' },
      ['tenant_id'],
    ],
    ['with nothing', {}, ['email', 'password']],
  ])('names the field: %s', async (_name, body, fields) => {
    const answer = await world.http.post('/api/user/login').send(body).expect(400);
    const named = new Set(answer.body.errors.map(({ field }: { field: string }) => field));
    expect([...named].sort()).toEqual(fields);
  });

  it('is throttled after five failures, the same for an account that does not exist', async () => {
    for (const email of ['bob@example.com', 'stranger@example.com']) {
      const statuses: number[] = [];
      for (let attempt = 0; attempt < 6; attempt++) statuses.push((await login(email, 'wrong')).status);
      expect(statuses).toEqual([400, 400, 400, 400, 400, 429]);
      const refused = await login(email, PASSWORD);
      expect(refused.status).toBe(429);
      expect(refused.body.code).toBe('user/too_many_attempts');
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    }
  });

  it('lets the owner in again after the time to wait, and forgets the failures then', async () => {
    const refused = await login('bob@example.com', PASSWORD);
    await new Promise((resolve) => setTimeout(resolve, Number(refused.headers['retry-after'] ?? 0) * 1_000));
    await login('bob@example.com', PASSWORD).expect(200);
    for (let attempt = 0; attempt < 4; attempt++) await login('bob@example.com', 'wrong').expect(400);
    await login('bob@example.com', PASSWORD).expect(200);
  });

  it('does not let many attempts at once slip through', async () => {
    const attempts = Array.from({ length: 40 }, () => login('frank@example.com', 'wrong'));
    const statuses = (await Promise.all(attempts)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 400)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(35);
  });

  it('lets many at once in who are all right', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => login('carol@example.com', PASSWORD)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
  });

  it('does not hold it against others at the same address that one account is blocked', async () => {
    for (let n = 0; n < 5; n++) await login('blocked@example.com', 'wrong').expect(400);
    const retries = await Promise.all(
      Array.from({ length: 110 }, () => login('blocked@example.com', 'wrong')),
    );
    expect(retries.filter(({ status }) => status === 429).length).toBeGreaterThan(100);
    await login('carol@example.com', PASSWORD).expect(200);
  });

  it('gives the tokens although the key of the ID token is not known yet', async () => {
    await world.cognito.rotateKeys();
    world.cognito.fault('jwks', 'http500', 20);
    await login('carol@example.com', PASSWORD).expect(200);
    world.cognito.fault('jwks', 'http500', 0);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await world
      .as(await world.signIn('carol@example.com'))
      .get('/api/user/me')
      .expect(200);
  });

  it("is 429 when Cognito's quota is used up", async () => {
    world.cognito.fault('AdminInitiateAuth', 'TooManyRequestsException', 1);
    const { headers } = await login('carol@example.com', PASSWORD).expect(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  });

  it.each(['InternalErrorException', 'http500', 'reset'] as const)(
    'is 503 when Cognito fails: %s',
    async (type) => {
      world.cognito.fault('AdminInitiateAuth', type, 1);
      const { body, headers } = await login('carol@example.com', PASSWORD).expect(503);
      expect(body.code).toBe('service/unavailable');
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      await login('carol@example.com', PASSWORD).expect(200);
    },
  );
});

describe('A challenge session', () => {
  const newPassword = (email: string, session: string) =>
    world.http.post('/api/user/new-password').send({ email, session, new_password: 'N3w-Passw0rd!' });

  it('that was made up is refused', async () => {
    const { body } = await newPassword('dave@example.com', 'made-up').expect(400);
    expect(body.code).toBe('user/invalid_session');
  });

  it('belongs to the account that asked, and works once', async () => {
    const { body } = await login('dave@example.com', 'Temp0rary!').expect(200);
    const stolen = await newPassword('alice@example.com', body.session).expect(400);
    expect(stolen.body.code).toBe('user/invalid_session');
    await newPassword('dave@example.com', body.session).expect(200);
    await newPassword('dave@example.com', body.session).expect(400);
  });
});

describe('A refresh or sign-out with a bad refresh token', () => {
  it('is 400 and says to sign in again', async () => {
    const { body } = await world.http
      .post('/api/user/refresh')
      .send({ refresh_token: 'made-up' })
      .expect(400);
    expect(body.code).toBe('user/invalid_refresh_token');
  });

  it('leaves the access token as it was, also when the refresh token is somebody else’s', async () => {
    const [tokens, others] = [
      await world.signIn('carol@example.com'),
      await world.signIn('alice@example.com'),
    ];
    for (const refresh_token of ['made-up', others.refresh_token]) {
      const { body } = await world.as(tokens).post('/api/user/logout').send({ refresh_token }).expect(400);
      expect(body.code).toBe('user/invalid_refresh_token');
    }
    await world.as(tokens).get('/api/user/me').expect(200);
    await world.as(others).get('/api/user/me').expect(200);
  });

  it('ends the sign-in of the refresh token, though the caller comes with another of theirs', async () => {
    const [phone, laptop] = [
      await world.signIn('carol@example.com'),
      await world.signIn('carol@example.com'),
    ];
    await world.as(phone).post('/api/user/logout').send({ refresh_token: laptop.refresh_token }).expect(200);
    await world.as(laptop).get('/api/user/me').expect(401);
    await world.as(phone).get('/api/user/me').expect(200);
  });

  it('keeps the token good while Cognito cannot be asked to sign out', async () => {
    const tokens = await world.signIn('carol@example.com');
    world.cognito.fault('AdminUserGlobalSignOut', 'reset', 5);
    await world.as(tokens).post('/api/user/logout').expect(503);
    world.cognito.fault('AdminUserGlobalSignOut', 'reset', 0);
    await world.as(tokens).post('/api/user/logout').expect(200);
    await world.as(tokens).get('/api/user/me').expect(401);
  });
});
