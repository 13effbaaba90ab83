import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type dns from 'node:dns';
import { createServer, type RequestListener, type Server } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { checkedLookup } from './checked-lookup.ts';
import { AddressRefused, TooSlow, Unreachable } from './outbound-failures.ts';
import { outboundUrlFault } from './outbound-url.ts';
import { postOutbound, type OutboundOptions } from './outbound.ts';

/** A socket on every address of this machine that counts who comes. */
let connections: number;
let listener: net.Server;
let port: number;
beforeEach(async () => {
  connections = 0;
  listener = net.createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => listener.listen(0, resolve));
  ({ port } = listener.address() as AddressInfo);
});
afterEach(() => new Promise((resolve) => listener.close(resolve)));

const post = (url: string, options: Partial<OutboundOptions> = {}) =>
  postOutbound({ url, headers: {}, body: '{}' }, { allowPrivate: false, ...options });

/** A name server that gives these answers one after the other, and goes on with the last one. */
function answering(...answers: readonly (readonly string[])[]): typeof dns.lookup & { asked: () => number } {
  let asked = 0;
  const lookup = (
    _name: string,
    _options: unknown,
    done: (error: null, found: dns.LookupAddress[]) => void,
  ) => {
    const found = answers[Math.min(asked++, answers.length - 1)] ?? [];
    done(
      null,
      found.map((address) => ({ address, family: net.isIP(address) })),
    );
  };
  return Object.assign(lookup, { asked: () => asked }) as never;
}

const FORBIDDEN = [
  '169.254.169.254', '[::ffff:169.254.169.254]', '0.0.0.0', '2130706433', '0x7f.1', '127.0.0.1', '10.0.0.1',
  '172.16.0.1', '100.64.0.1', '192.168.0.1', '192.0.2.1', '198.18.0.1', '224.0.0.1', '240.0.0.1',
  '255.255.255.255', '[::]', '[::1]', '[::127.0.0.1]', '[fd00::1]', '[fd00:ec2::254]', '[fe80::1]', '[fec0::1]',
  '[ff02::1]', '[64:ff9b::7f00:1]', '[64:ff9b:1::7f00:1]', '[2002:7f00:1::]', '[2001::7f00:1]', '[2001:db8::1]',
  'localhost', 'LOCALHOST.', 'a.localhost',
]; // prettier-ignore

describe('A call to a forbidden address', () => {
  it.each(FORBIDDEN)(
    '%s is refused before anything is connected, and when it is configured',
    async (host) => {
      expect(outboundUrlFault(`https://${host}/`, { allowPrivate: false })).toMatch(/public Internet/);
      await expect(post(`https://${host}/`)).rejects.toThrow(AddressRefused);
      // By the port of the listener as well, past the rule of ports: it is the address that must not do.
      const lookup = answering([host.replace(/[[\]]/g, '')]);
      if (net.isIP(host.replace(/[[\]]/g, '')) === 0) return;
      await expect(post('https://hooks.example.com/', { lookup })).rejects.toThrow(AddressRefused);
      expect(lookup.asked()).toBe(1);
      expect(connections).toBe(0);
    },
  );

  it.each([
    ['http://hooks.example.com/', /https/],
    ['ftp://hooks.example.com/', /https/],
    ['https://hooks.example.com:8443/', /port/],
    ['https://user@hooks.example.com/', /user name/],
    ['https://:secret@hooks.example.com/', /password/],
    ['hooks.example.com', /URL/],
    [`https://hooks.example.com/${'x'.repeat(2_048)}`, /2048/],
  ])('%s is refused', async (url, reason) => {
    expect(outboundUrlFault(url, { allowPrivate: false })).toMatch(reason);
    await expect(post(url)).rejects.toThrow(AddressRefused);
  });

  it.each([
    ['a name that leads to a private address', ['127.0.0.1']],
    ['a name that leads to one of each', ['93.184.216.34', '127.0.0.1']],
    ['a name that leads to a mapped one', ['::ffff:127.0.0.1']],
  ])('%s is refused', async (_, addresses) => {
    await expect(post('https://hooks.example.com/', { lookup: answering(addresses) })).rejects.toThrow(
      AddressRefused,
    );
    expect(connections).toBe(0);
  });

  it('a name that leads to a public address first and to a private one afterwards is asked once for each call', async () => {
    const lookup = answering(['93.184.216.34'], ['127.0.0.1']);
    // What the connection would be made to, without making it.
    const resolve = () =>
      new Promise((done) => {
        const resolved = checkedLookup({ allowPrivate: false, lookup });
        resolved('hooks.example.com', {}, (error, address) => done(error ?? address));
      });
    expect(await resolve()).toBe('93.184.216.34');
    expect(lookup.asked()).toBe(1);
    expect(await resolve()).toBeInstanceOf(AddressRefused);
    await expect(post('https://hooks.example.com/', { lookup })).rejects.toThrow(AddressRefused);
    expect(connections).toBe(0);
  });

  it('would have been connected, had it been allowed', async () => {
    await expect(post(`http://127.0.0.1:${port}/`, { allowPrivate: true })).rejects.toThrow(Unreachable);
    const lookup = answering(['127.0.0.1']);
    await expect(post(`http://name.example.com:${port}/`, { allowPrivate: true, lookup })).rejects.toThrow(
      Unreachable,
    );
    expect(connections).toBe(2);
  });
});

describe('The answer', () => {
  let server: Server;
  const serve = async (handler: RequestListener): Promise<string> => {
    server = createServer(handler);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  };
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  const allowPrivate = true;

  it('is the status and the text, of a POST with what was given', async () => {
    const url = await serve((request, response) => {
      let text = '';
      request.on('data', (piece: Buffer) => (text += piece.toString()));
      request.on('end', () =>
        response.writeHead(202).end(`${request.method} ${request.headers['x-a']} ${text}`),
      );
    });
    const call = { url, headers: { 'X-A': 'b' }, body: '{"ö":1}' };
    expect(await postOutbound(call, { allowPrivate })).toEqual({ status: 202, body: 'POST b {"ö":1}' });
  });

  it('is not another place: a redirect is not followed', async () => {
    const url = await serve((_, response) => {
      response.writeHead(307, { Location: `http://127.0.0.1:${port}/latest/meta-data` }).end();
    });
    expect(await post(url, { allowPrivate })).toMatchObject({ status: 307 });
    expect(connections).toBe(0);
  });

  it('is not asked for by a proxy', async () => {
    const url = await serve((_, response) => response.end('direct'));
    const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'ALL_PROXY', 'NODE_USE_ENV_PROXY'];
    for (const name of names) process.env[name] = name.startsWith('NODE') ? '1' : `http://127.0.0.1:${port}`;
    try {
      expect(await post(url, { allowPrivate })).toEqual({ status: 200, body: 'direct' });
    } finally {
      for (const name of names) Reflect.deleteProperty(process.env, name);
    }
    expect(connections).toBe(0);
  });

  it('has to be there in time, however it is put off', async () => {
    const silent = await serve(() => undefined);
    await expect(post(silent, { allowPrivate, deadline: 200 })).rejects.toThrow(TooSlow);
    server.closeAllConnections();
    server.close();
    const dripping = await serve((_, response) => {
      response.writeHead(200);
      setInterval(() => response.write('x'), 20).unref();
    });
    const started = performance.now();
    await expect(post(dripping, { allowPrivate, deadline: 300 })).rejects.toThrow(TooSlow);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('is cut off where it has no end', async () => {
    let sent = 0;
    const url = await serve((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384, 'x'))) sent += 16_384;
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    const { status, body } = await post(url, { allowPrivate });
    expect([status, body.length]).toEqual([200, 65_536]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const after = sent;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(sent).toBe(after);
  });

  it('that does not come says why, and nothing of the path', async () => {
    const url = await serve(() => undefined);
    server.close();
    await expect(post(`${url}services/secret`, { allowPrivate })).rejects.toThrow(
      /^127\.0\.0\.1 cannot be reached \(ECONNREFUSED\)\.$/,
    );
  });
});
