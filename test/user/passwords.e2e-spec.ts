import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD, World } from '../support/world.ts';

const NEW_PASSWORD = 'An0ther-Passw0rd!';

let world: World;
beforeAll(async () => {
  world = await World.start({ client: { secret: 'a-secret-of-the-api-client' } });
});
afterAll(() => world.close());

const forgot = (email: string) => world.http.post('/api/user/forgot-password').send({ email });
const confirm = (email: string, code: string, new_password = NEW_PASSWORD) =>
  world.http.post('/api/user/confirm-forgot-password').send({ email, code, new_password });
const codeOf = (email: string) => world.cognito.outbox(email)[0]?.code ?? '';

describe('A forgotten password', () => {
  it('answers the same for an account that exists, one that does not and one without verified e-mail', async () => {
    for (const email of ['alice@example.com', 'nobody@example.com', 'dave@example.com']) {
      await forgot(email).expect(200, { ok: true });
    }
    expect(world.cognito.outbox('nobody@example.com')).toHaveLength(0);
  });

  it('is set with the code from the mail, which ends every earlier sign-in', async () => {
    const before = await world.signIn('carol@example.com');
    await forgot('carol@example.com').expect(200);
    const wrong = await confirm('carol@example.com', '000000').expect(400);
    expect(wrong.body.code).toBe('user/invalid_code');
    const weak = await confirm('carol@example.com', codeOf('carol@example.com'), 'weak').expect(400);
    expect(weak.body.code).toBe('user/password_policy');
    await confirm('carol@example.com', codeOf('carol@example.com')).expect(200, { ok: true });
    await world.as(before).get('/api/user/me').expect(401);
    await world.http.post('/api/user/refresh').send({ refresh_token: before.refresh_token }).expect(400);
    await world.http
      .post('/api/user/login')
      .send({ email: 'carol@example.com', password: PASSWORD })
      .expect(400);
    await world.signIn('carol@example.com', NEW_PASSWORD);
  });

  it('answers a code for an account that does not exist like a wrong one', async () => {
    const known = await confirm('alice@example.com', '000000').expect(400);
    const unknown = await confirm('nobody@example.com', '000000').expect(400);
    expect({ ...unknown.body, request_id: '' }).toEqual({ ...known.body, request_id: '' });
  });

  it('gives up after ten codes, whether or not there is such an account', async () => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 11; attempt++) {
      statuses.push((await confirm('guessing@example.com', String(100_000 + attempt))).status);
    }
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(400));
    expect(statuses[10]).toBe(429);
  });

  it('is 503 while Cognito cannot be reached, whoever asks', async () => {
    world.cognito.fault('ForgotPassword', 'reset', 2);
    await forgot('bob@example.com').expect(503);
    await forgot('somebody@example.com').expect(503);
  });
});

describe('A changed password', () => {
  const change = (token: string, previous_password: string, new_password: string) =>
    world.http
      .post('/api/user/change-password')
      .set('Authorization', `Bearer ${token}`)
      .send({ previous_password, new_password });

  it('needs the present one and follows the policy', async () => {
    const { access_token } = await world.signIn('bob@example.com');
    expect((await change(access_token, 'wrong', NEW_PASSWORD).expect(400)).body.code).toBe(
      'user/invalid_credentials',
    );
    expect((await change(access_token, PASSWORD, 'weak').expect(400)).body.code).toBe('user/password_policy');
    await change(access_token, PASSWORD, NEW_PASSWORD).expect(200, { ok: true });
    await world.signIn('bob@example.com', NEW_PASSWORD);
  });

  it('needs an access token, not an ID token', async () => {
    const { id_token } = await world.signIn('alice@example.com');
    await change(id_token, PASSWORD, NEW_PASSWORD).expect(401);
  });
});
