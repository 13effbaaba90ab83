import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { World, type Caller, type Tokens } from '../support/world.ts';

let world: World;
let tokens: Tokens;
let alice: Caller;
let viewer: Caller;

beforeAll(async () => {
  world = await World.start();
  tokens = await world.signIn('alice@example.com');
  alice = world.as(tokens, 'tenant_a');
  viewer = world.as(await world.signIn('carol@example.com'), 'tenant_b');
});
afterAll(() => world.close());

const send = (csv: string | Buffer) => alice.post('/api/items/import').type('text/csv').send(csv);
const tagged = async (tag: string) =>
  (await alice.get(`/api/items?limit=100&sort=created_at&tag=${tag}`).expect(200)).body.data;

describe('A CSV file', () => {
  it('becomes items', async () => {
    const { body } = await send(
      'name,description,tags,attributes\n' +
        'Pump 7,"North hall, ""second"" row",first; pump\\;7 ,"{""bar"":6.5,""spare"":false,""note"":null}"\n' +
        'Pump 8,,first,\n' +
        '"Pump\n9",two words,first,{}\n',
    ).expect(201);
    expect(body).toEqual({ imported: 3 });
    const items = await tagged('first');
    expect(items[0]).toMatchObject({
      tenant_id: 'tenant_a',
      owner_sub: world.subjects['alice@example.com'],
      name: 'Pump 7',
      description: 'North hall, "second" row',
      tags: ['first', 'pump;7'],
      attributes: { bar: 6.5, spare: false, note: null },
      version: 1,
    });
    expect(items[1]).toMatchObject({ name: 'Pump 8', description: null, tags: ['first'], attributes: {} });
    expect(items[2]).toMatchObject({ name: 'Pump\n9', description: 'two words' });
  });

  it.each([
    ['CRLF', 'tags,name\r\nends,one\r\n\r\nends,two'],
    ['a byte order mark', '\ufeffname,tags\none,ends\ntwo,ends\n'],
    ['lone CR', 'name,tags\rone,ends\rtwo,ends'],
    ['quoted names of columns', '"name", tags \none,ends\ntwo,ends'],
  ])('may have %s', async (_name, csv) => {
    const before = (await tagged('ends')).length;
    await send(csv).expect(201, { imported: 2 });
    expect((await tagged('ends')).length - before).toBe(2);
  });

  it('without rows makes nothing', () => send('name\n').expect(201, { imported: 0 }));

  it('of thousands of rows is imported whole, in their order', async () => {
    const rows = Array.from({ length: 2_500 }, (_, n) => `Row ${n},many-${n % 50}`);
    await send(`name,tags\n${rows.join('\n')}`).expect(201, { imported: 2_500 });
    const names = (await tagged('many-7')).map(({ name }: { name: string }) => name);
    expect(names).toEqual(rows.filter((_, n) => n % 50 === 7).map((row) => row.split(',')[0]));
  });

  it('is audited as one change', async () => {
    await send('name\nA\nB\n').expect(201);
    const { body } = await alice.get('/api/audit?action=item.import&limit=1').expect(200);
    expect(body.data[0]).toMatchObject({
      action: 'item.import',
      target_type: 'item_import',
      after: { imported: 2 },
    });
  });
});

describe('Faults', () => {
  it('are named by line and column, all at once, and nothing is imported', async () => {
    const { body } = await send(
      'name,description,tags,attributes\n' +
        'fine,,faulty,\n' +
        ',no name,faulty,\n' +
        '"two\nlines",fine,faulty,\n' +
        `x,${'x'.repeat(4_001)},${'t;'.repeat(21)},"[1]"\n` +
        'too,few\n' +
        'x,,,"{""a"":{""b"":1}}"\n' +
        'x,,,"{""__proto__"":1}"\n' +
        'x,,,{not json}\n',
    ).expect(400);
    expect(body.code).toBe('request/invalid');
    expect(body.errors.map(({ field }: { field: string }) => field)).toEqual([
      'line 3, column name',
      'line 6, column description',
      'line 6, column tags',
      'line 6, column attributes',
      'line 7',
      'line 8, column attributes',
      'line 9, column attributes',
      'line 10, column attributes',
    ]);
    expect(body.errors[0].message).toBe('must be text of 1 to 200 characters, not only spaces');
    expect(body.errors[4].message).toBe('has 2 cells, not 4 as the first line');
    expect(await tagged('faulty')).toEqual([]);
  });

  it('behind thousands of good rows undo those as well; fifty are told', async () => {
    const good = Array.from({ length: 3_000 }, (_, n) => `Row ${n},undone`).join('\n');
    const { body } = await send(`name,tags\n${good}\n${',\n'.repeat(200)}`).expect(400);
    expect(body.errors).toHaveLength(50);
    expect(body.errors[0].field).toBe('line 3002, column name');
    expect(await tagged('undone')).toEqual([]);
  });

  it.each([
    ['no first line', '', 'line 1, column name'],
    ['no name', 'description,tags\nx,y', 'line 1, column name'],
    ['an unknown column', 'name,colour\nx,red', 'line 1, column colour'],
    ["a tenant's column", 'name,tenant_id\nx,tenant_b', 'line 1, column tenant_id'],
    ['a column twice', 'name,tags,name\nx,y,z', 'line 1, column name'],
    ['a column without name', 'name,\nx,', 'line 1, column 2'],
    ['semicolons', 'name;tags\nx;y', 'line 1, column name;tags'],
  ])('of the header: %s', async (_name, csv, field) => {
    const { body } = await send(csv).expect(400);
    expect(body.errors[0].field).toBe(field);
  });

  it('do not let an id or an owner in', async () => {
    const id = '01920000-0000-7000-8000-000000000000';
    await send(
      `id,name,owner_sub,version,created_at,updated_at,tags\n${id},x,bob,9,2020-01-01,2020-01-01,own`,
    ).expect(201);
    const [item] = await tagged('own');
    expect(item).toMatchObject({ owner_sub: world.subjects['alice@example.com'], version: 1 });
    expect(item.id).not.toBe(id);
    expect(item.created_at).not.toContain('2020');
  });
});

describe('The type of the body', () => {
  it.each([
    'application/json',
    'text/plain',
    'application/x-www-form-urlencoded',
    'text/csv; charset=latin1',
  ])('%s is 415', async (type) => {
    const { body } = await alice.post('/api/items/import').set('Content-Type', type).send('{}').expect(415);
    expect(body.code).toBe('request/media_type');
  });

  it('compressed is 415', () =>
    alice.post('/api/items/import').type('text/csv').set('Content-Encoding', 'gzip').send('x').expect(415));

  it.each(['/api/items', '/api/items/bulk', '/api/items/import/x', '/api/items/impor', '/api/user/login'])(
    'text/csv is 415 on %s',
    async (path) => {
      await alice.post(path).type('text/csv').send('name\nx').expect(415);
    },
  );

  it('is the same however Express spells the route', async () => {
    await alice.post('/API/items/Import/').type('text/csv').send('name\nx').expect(201);
    await alice.post('/API/items/Import/').type('application/json').send('{}').expect(415);
  });
});

it('A caller who goes away leaves nothing behind', async () => {
  const socket = connect(Number(new URL(world.url).port), '127.0.0.1');
  const rows = Array.from({ length: 5_000 }, (_, n) => `Row ${n},left`).join('\n');
  socket.write(
    `POST /api/items/import HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: 10000000\r\n` +
      `Authorization: Bearer ${tokens.access_token}\r\nX-Tenant-Id: tenant_a\r\n\r\nname,tags\n${rows}`,
  );
  await sleep(700);
  socket.destroy();
  await sleep(300);
  expect(await tagged('left')).toEqual([]);
  // Its place is free again, and so is its connection.
  for (let n = 0; n < 3; n++) await send('name\nx').expect(201);
});

describe('The five of every feature', () => {
  const path = '/api/items/import';
  it('no token: 401', () => world.http.post(path).type('text/csv').send('name\nx').expect(401));

  it('an ID token where an access token belongs: 401', () =>
    world.http
      .post(path)
      .set('Authorization', `Bearer ${tokens.id_token}`)
      .set('X-Tenant-Id', 'tenant_a')
      .type('text/csv')
      .send('name\nx')
      .expect(401));

  it('another tenant: 403', () =>
    world.as(tokens, 'tenant_b').post(path).type('text/csv').send('name\nx').expect(403));

  it('a viewer: 403', () => viewer.post(path).type('text/csv').send('name\nx').expect(403));
});
