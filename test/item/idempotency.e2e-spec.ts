import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { IdempotencyKeys } from '../../src/tenancy/idempotency-keys.ts';
import { PrismaService } from '../../src/tenancy/prisma.service.ts';
import { TenantService } from '../../src/tenancy/tenant.service.ts';
import { World, type Caller } from '../support/world.ts';

let world: World;
let alice: Caller;
let bob: Caller;
let superuser: pg.Client;

beforeAll(async () => {
  world = await World.start();
  alice = world.as(await world.signIn('alice@example.com'), 'tenant_a');
  bob = world.as(await world.signIn('bob@example.com'), 'tenant_b');
  superuser = new pg.Client({ connectionString: world.database.superuserUrl });
  await superuser.connect();
});
afterAll(async () => {
  await superuser.end();
  await world.close();
});

const create = (key: string, body: object, caller = alice) =>
  caller.post('/api/items').set('Idempotency-Key', key).send(body);
const upload = (key: string, csv: string) =>
  alice.post('/api/items/import').set('Idempotency-Key', key).type('text/csv').send(csv);
const inTenant = <T>(work: () => Promise<T>) =>
  world.app.get(TenantService).run({ id: 'tenant_a', name: 'Acme', role: 'admin' }, work);
const count = async (name: string) =>
  Number((await superuser.query('SELECT count(*) FROM items WHERE name = $1', [name])).rows[0].count);

describe('A POST with an Idempotency-Key', () => {
  it('is done once, and answered the same again, to the byte', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    const item = { name, attributes: { zebra: 1, a: 2, 10: 'x' }, tags: ['b', 'a'] };
    const first = await create(key, item).expect(201);
    expect(first.headers).not.toHaveProperty('idempotent-replayed');
    await alice.patch(`/api/items/${first.body.id}`).send({ name: 'changed since' }).expect(200);
    const second = await create(key, item).expect(201);
    expect(second.text).toBe(first.text);
    expect(second.headers).toMatchObject({ 'idempotent-replayed': 'true', etag: first.headers['etag'] });
    expect(await count(name)).toBe(0);
    expect(await count('changed since')).toBe(1);
  });

  it('sent twenty times at once makes one row', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    const answers = await Promise.all(Array.from({ length: 20 }, () => create(key, { name })));
    const made = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status === 409);
    expect(made.length).toBeGreaterThanOrEqual(1);
    expect(made.length + refused.length).toBe(20);
    expect(new Set(made.map(({ text }) => text)).size).toBe(1);
    for (const { body, headers } of refused) {
      expect(body.code).toBe('idempotency/in_progress');
      expect(headers['retry-after']).toBe('1');
    }
    expect(await count(name)).toBe(1);
  });

  it('is 409 with another body, with other parameters, but not on another route', async () => {
    const key = randomUUID();
    await create(key, { name: 'a' }).expect(201);
    const { body } = await create(key, { name: 'b' }).expect(409);
    expect(body.code).toBe('idempotency/key_reused');
    const other = await alice
      .post('/api/items?x=1')
      .set('Idempotency-Key', key)
      .send({ name: 'a' })
      .expect(409);
    expect(other.body.code).toBe('idempotency/key_reused');
    await alice
      .post('/api/items/bulk')
      .set('Idempotency-Key', key)
      .send({ items: [{ name: 'a' }] })
      .expect(201);
  });

  it('belongs to one user of one tenant', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    const carol = world.as(await world.signIn('carol@example.com'), 'tenant_a');
    for (const caller of [alice, bob, carol]) {
      const { headers } = await create(key, { name }, caller).expect(201);
      expect(headers).not.toHaveProperty('idempotent-replayed');
    }
    expect(await count(name)).toBe(3);
  });

  it('that failed sets the key free', async () => {
    const key = randomUUID();
    await create(key, { name: '' }).expect(400);
    await create(key, { name: 'good now' }).expect(201);
    const file = randomUUID();
    await upload(file, 'name\n""\n').expect(400);
    await upload(file, 'name\nx\n').expect(201);
  });

  it.each([
    ['empty', ''],
    ['too long', 'x'.repeat(256)],
    ['with a space', 'a b'],
    ['not ASCII', 'schlüssel'],
    ['a tab', 'a\tb'],
  ])('is refused when it is %s', async (_name, key) => {
    const { body } = await create(Buffer.from(key).toString('latin1'), { name: 'x' }).expect(400);
    expect(body.errors).toEqual([
      { field: 'Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters, sent once' },
    ]);
  });

  it('may be 255 characters of any visible kind', () =>
    create(`"!~${'x'.repeat(252)}`, { name: 'x' }).expect(201));
});

describe('Many items and files', () => {
  it('of a list are made once', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    const send = () =>
      alice
        .post('/api/items/bulk')
        .set('Idempotency-Key', key)
        .send({ items: [{ name }, { name }] });
    const first = await send().expect(201);
    const second = await send().expect(201);
    expect(second.text).toBe(first.text);
    expect(await count(name)).toBe(2);
  });

  it('of a file are imported once; another file with its key is refused', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    const csv = `name\n${`${name}\n`.repeat(3_000)}`;
    await upload(key, csv).expect(201, { imported: 3_000 });
    const again = await upload(key, csv).expect(201, { imported: 3_000 });
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect((await upload(key, `${csv}x\n`).expect(409)).body.code).toBe('idempotency/key_reused');
    const twins = await Promise.all(Array.from({ length: 4 }, () => upload(`${key}2`, csv)));
    expect(twins.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect(await count(name)).toBe(6_000);
  });
});

describe('What goes wrong', () => {
  /** As a process leaves a key that died in the middle of its work. */
  const leave = (key: string, seconds: number) =>
    superuser.query(
      `UPDATE idempotency_keys SET status = NULL, body = NULL, claimed_until = now() + $2 * interval '1 second'
       WHERE key = $1`,
      [key, seconds],
    );

  it('a process that dies keeps the key for its minute, and no longer', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    await create(key, { name }).expect(201);
    await leave(key, 1);
    expect((await create(key, { name }).expect(409)).body.code).toBe('idempotency/in_progress');
    await leave(key, -1);
    await create(key, { name }).expect(201);
  });

  it('a long request keeps its key by renewing its claim', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    const keys = world.app.get(IdempotencyKeys);
    const claim = await inTenant(() =>
      keys.claim({
        subject: world.subjects['alice@example.com'] ?? '',
        route: 'POST /api/items',
        key,
        fingerprint: () => undefined,
        status: 201,
      }),
    );
    if ('body' in claim) throw new Error('answered before');
    await leave(key, -1);
    await inTenant(() => keys.renew(claim));
    await create(key, { name }).expect(409);
    await inTenant(() => keys.release(claim));
    await create(key, { name }).expect(201);
  });

  it('a process that comes back too late cannot finish what another one has taken over', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    const prisma = world.app.get(PrismaService);
    const { $transaction } = prisma;
    let late = true;
    prisma.$transaction = async (work, options) => {
      if (late) {
        late = false;
        await leave(key, -1);
        await create(key, { name }).expect(201);
      }
      return $transaction.call(prisma, work as never, options) as never;
    };
    try {
      expect((await create(key, { name }).expect(409)).body.code).toBe('idempotency/in_progress');
    } finally {
      prisma.$transaction = $transaction;
    }
    expect(await count(name)).toBe(1);
    await create(key, { name }).expect(201);
    expect(await count(name)).toBe(1);
  });

  it('an answer lost behind the COMMIT is given again', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    const prisma = world.app.get(PrismaService);
    const { $transaction } = prisma;
    prisma.$transaction = async (work, options) => {
      await $transaction.call(prisma, work as never, options);
      throw new Error('Connection terminated unexpectedly');
    };
    try {
      await create(key, { name }).expect(503);
    } finally {
      prisma.$transaction = $transaction;
    }
    const { body, headers } = await create(key, { name }).expect(201);
    expect(headers['idempotent-replayed']).toBe('true');
    await alice.get(`/api/items/${body.id}`).expect(200);
    expect(await count(name)).toBe(1);
  });

  it('after 24 hours the key is as good as new, and in the end removed', async () => {
    const [key, name] = [randomUUID(), randomUUID()];
    await create(key, { name }).expect(201);
    const { rows } = await superuser.query(
      `SELECT expires_at - created_at AS kept FROM idempotency_keys WHERE key = $1`,
      [key],
    );
    expect(rows[0].kept).toMatchObject({ days: 1 });
    const expire = () =>
      superuser.query(`UPDATE idempotency_keys SET expires_at = now() WHERE key = $1`, [key]);
    await expire();
    await create(key, { name: `${name} 2` }).expect(201);
    await expire();
    const sweep = () => inTenant(() => world.app.get(IdempotencyKeys).sweep());
    expect(await sweep()).toBe(1);
    expect(await sweep()).toBe(0);
    await create(key, { name: `${name} 3` }).expect(201);
  });
});
