import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { World, type Caller, type Tokens } from '../support/world.ts';

let world: World;
let tokens: Tokens;
let alice: Caller;

beforeAll(async () => {
  world = await World.start();
  tokens = await world.signIn('alice@example.com');
  alice = world.as(tokens, 'tenant_a');
});
afterAll(() => world.close());

const send = (csv: string | Buffer) => alice.post('/api/items/import').type('text/csv').send(csv);
const errors = async (csv: string | Buffer, status = 400) => (await send(csv).expect(status)).body.errors;

/** A body that is made while it is sent. */
async function stream(pieces: () => Generator<string | Buffer>) {
  const answer = await fetch(`${world.url}/api/items/import`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${tokens.access_token}`,
      'X-Tenant-Id': 'tenant_a',
      'Content-Type': 'text/csv',
    },
    body: ReadableStream.from(
      (function* () {
        for (const piece of pieces()) yield Buffer.from(piece);
      })(),
    ),
    duplex: 'half',
  } as RequestInit);
  return {
    status: answer.status,
    body: (await answer.json()) as { code: string; imported: number; errors: unknown },
  };
}

describe('A hostile CSV file', () => {
  it('with formulas keeps them as the text they are', async () => {
    await send(`name,tags\n=HYPERLINK("x"),f\n`).expect(400);
    await send(`name,tags\n"=HYPERLINK(""http://x"")",f\n'=1+1,f\n''=2,f\n`).expect(201);
    const { body } = await alice.get('/api/items?tag=f&sort=created_at').expect(200);
    expect(body.data.map(({ name }: { name: string }) => name)).toEqual([
      '=HYPERLINK("http://x")',
      '=1+1',
      `'=2`,
    ]);
  });

  it.each([
    ['a NUL', 'name\nfine\nx\0y\n', 'line 3, column name'],
    ['a NUL in a tag', 'name,tags\nfine,x\0y\n', 'line 2, column tags'],
    ['a NUL in an attribute', 'name,attributes\nx,"{""a"":""\\u0000""}"\n', 'line 2, column attributes'],
    ['half a surrogate pair', 'name,attributes\nx,"{""a"":""\\ud800""}"\n', 'line 2, column attributes'],
    ['a number that is none', 'name,attributes\nx,"{""a"":1e999}"\n', 'line 2, column attributes'],
    ['a quote within a cell', 'name\nfine\na"b\n', 'line 3'],
    ['text behind a quote', 'name\n"a"b\n', 'line 2'],
    ['a quote that is never closed', `name\nfine\n"a\nb\n${'c\n'.repeat(1_000)}`, 'line 3'],
    ['a lone quote', '"', 'line 1'],
    [
      'a deeply nested attribute',
      `name,attributes\nx,"${'['.repeat(100_000)}"\n`,
      'line 2, column attributes',
    ],
    ['a cell that does not end', `name\n"${'x'.repeat(2_000_000)}`, 'line 2'],
    ['a line that does not end', `name\n${'x'.repeat(2_000_000)}`, 'line 2'],
    ['a name of a column that does not end', 'x'.repeat(2_000_000), 'line 1'],
    ['100,000 columns', `name${',a'.repeat(100_000)}\n`, 'line 1'],
    ['100,000 cells', `name\nx${',a'.repeat(100_000)}\n`, 'line 2'],
    ['only commas', ','.repeat(49), 'line 1, column 1'],
  ])('with %s is refused, and the place is named', async (_name, csv, field) => {
    expect((await errors(csv))[0].field).toBe(field);
  });

  it.each([
    ['UTF-16', Buffer.from('\ufeffname\nx\n', 'utf16le'), 'line 1'],
    ['Latin-1', Buffer.from('name\nfine\nKöln\n', 'latin1'), 'line 3'],
    [
      'a character cut off',
      Buffer.concat([Buffer.from('name\nx'), Buffer.from('🚀').subarray(0, 3)]),
      'line 2',
    ],
    ['an overlong slash', Buffer.from([...Buffer.from('name\n'), 0xc0, 0xaf]), 'line 2'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]), 'line 1'],
  ])('in %s is refused', async (_name, csv, line) => {
    const [{ field, message }] = await errors(csv);
    expect(message).toBe('is not UTF-8');
    // The decoder tells of a piece, not of a place in it: the line is where the piece begins, or later.
    expect(Number(field.replace('line ', ''))).toBeLessThanOrEqual(Number(line.replace('line ', '')));
  });

  it('in pieces of one byte is understood', async () => {
    const csv = Buffer.from('\ufeffname,tags\r\n"Kö""ln\r\n🚀",pieces\r\nx,pieces');
    const { body } = await stream(function* () {
      for (const byte of csv) yield Buffer.from([byte]);
    });
    expect(body).toEqual({ imported: 2 });
    const found = await alice.get('/api/items?tag=pieces&sort=created_at').expect(200);
    expect(found.body.data[0].name).toBe('Kö"ln\r\n🚀');
  });

  it('that names the prototype of its columns is refused', async () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect((await errors(`name,${name}\nx,y\n`))[0]).toMatchObject({ field: `line 1, column ${name}` });
    }
  });
});

describe('Too much', () => {
  it('announced is refused before it is sent', async () => {
    const socket = connect(Number(new URL(world.url).port), '127.0.0.1');
    socket.write(
      `POST /api/items/import HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: 104857601\r\n` +
        `Authorization: Bearer ${tokens.access_token}\r\nX-Tenant-Id: tenant_a\r\n\r\nname\n`,
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 [^]*"request\/too_large"/);
    socket.destroy();
  });

  it('of bytes is refused when the limit is reached, and what follows a fault is not stored', async () => {
    const line = `${'x'.repeat(190)},${'d'.repeat(3_800)},${'too-much'}\n`;
    const piece = line.repeat(250);
    const { status, body } = await stream(function* () {
      yield 'name,description,tags\n';
      yield ',,\n';
      // Each about a megabyte.
      for (let n = 0; n < 120; n++) yield piece;
    });
    expect([status, body.code]).toEqual([413, 'request/too_large']);
  }, 60_000);

  it('at once, of one tenant, is refused for a while', async () => {
    const slow = () =>
      stream(function* () {
        yield 'name\n';
        for (let n = 0; n < 40_000; n++) yield `Slow ${n}\n`;
      });
    const answers = await Promise.all(Array.from({ length: 5 }, slow));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses.slice(0, 2)).toEqual([201, 201]);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    await send('name\nx').expect(201);
  }, 60_000);
});
