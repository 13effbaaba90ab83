import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { PASSWORD, World } from '../support/world.ts';

let world: World;
let database: pg.Client;

beforeAll(async () => {
  world = await World.start();
  database = new pg.Client({ connectionString: world.database.ownerUrl });
  await database.connect();
});
afterEach(() => database.query('DELETE FROM rate_limits'));
afterAll(async () => {
  await database.end();
  await world.close();
});

const login = (email: string, password = PASSWORD) =>
  world.http.post('/api/user/login').send({ email, password });

/** As if so many had been counted, in a window that is far from over. */
async function count(key: string, points: number): Promise<void> {
  const { rowCount } = await database.query(
    'UPDATE rate_limits SET points = $2, expire = $3 WHERE key = $1',
    [key, points, Date.now() + 60_000],
  );
  expect(rowCount).toBe(1);
}

describe('Signing in', () => {
  it('is over for an address after a hundred failures, also for accounts that were never tried', async () => {
    await login('nobody@example.com', 'wrong').expect(400);
    await count('sign-in-address:127.0.0.1', 99);
    await login('somebody@example.com', 'wrong').expect(400);
    const { body, headers } = await login('alice@example.com').expect(429);
    expect(body.code).toBe('user/too_many_attempts');
    expect(Number(headers['retry-after'])).toBeGreaterThan(50);
  });

  it('counts failures alone against an address', async () => {
    for (let n = 0; n < 5; n++) await login('alice@example.com').expect(200);
    const { rows } = await database.query(
      "SELECT points FROM rate_limits WHERE key LIKE 'sign-in-address:%'",
    );
    expect(rows).toEqual([{ points: 0 }]);
  });

  it("leaves the half of Cognito's quota to everybody else", async () => {
    await login('alice@example.com').expect(200);
    await count('sign-in-all:all', 60);
    const { body, headers } = await login('bob@example.com').expect(429);
    expect(body.code).toBe('user/too_many_attempts');
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('A code for a forgotten password', () => {
  const forgot = (email: string) => world.http.post('/api/user/forgot-password').send({ email }).expect(200);
  const mails = (email: string) => world.cognito.outbox(email).length;

  it('is mailed five times an hour to one account, and the answer stays the same', async () => {
    const answers = [];
    for (let n = 0; n < 8; n++) answers.push((await forgot('bob@example.com')).body);
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set(['{"ok":true}']));
    expect(mails('bob@example.com')).toBe(5);
  });

  it('is mailed thirty times an hour for one address', async () => {
    await forgot('alice@example.com');
    await count('code-address:127.0.0.1', 30);
    await forgot('carol@example.com');
    expect([mails('alice@example.com'), mails('carol@example.com')]).toEqual([1, 0]);
  });
});
