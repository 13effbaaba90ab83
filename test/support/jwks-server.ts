import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestKey, type TestKey } from './signing-keys.ts';

type Jwk = Readonly<Record<string, unknown>>;
type Answer = (response: ServerResponse, keys: readonly Jwk[]) => void;

const json = (response: ServerResponse, body: unknown): void => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
/** Replaces the first key, which signs access tokens, by something else under the same key id. */
const spoilFirst = (change: (jwk: Jwk) => Jwk): Answer => {
  return (response, [first = {}, ...others]) => json(response, { keys: [change(first), ...others] });
};

const weak = createTestKey('weak', 1024);
const tinyExponent = createTestKey('tiny', 2048, 3);
const stranger = createTestKey('stranger');

/** Ways in which a key endpoint answers. All but `ok` are faults. */
const ANSWERS = {
  ok: (response, keys) => json(response, { keys }),
  error500: (response, keys) => response.writeHead(500).end(JSON.stringify({ keys })),
  reset: (response) => response.destroy(),
  silent: () => undefined,
  trickle: (response, keys) => trickle(response, JSON.stringify({ keys })),
  html: (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome</html>'),
  emptyObject: (response) => json(response, {}),
  emptyArray: (response) => json(response, []),
  noKeys: (response) => json(response, { keys: [] }),
  nullKeys: (response) => json(response, { keys: [null, 1, 'x'] }),
  huge: (response, keys) => json(response, { keys, padding: 'x'.repeat(300 * 1024) }),
  redirect: (response) => response.writeHead(302, { location: '/elsewhere' }).end(),
  weakKey: spoilFirst(({ kid }) => ({ ...weak.jwk, kid })),
  tinyExponent: spoilFirst(({ kid }) => ({ ...tinyExponent.jwk, kid })),
  symmetric: spoilFirst(({ kid }) => ({ kty: 'oct', k: 'c2VjcmV0', kid, alg: 'HS256', use: 'sig' })),
  encryption: spoilFirst((jwk) => ({ ...jwk, use: 'enc' })),
  otherAlgorithm: spoilFirst((jwk) => ({ ...jwk, alg: 'RS512' })),
  privateKey: spoilFirst(({ kid }) => ({
    ...stranger.privateKey.export({ format: 'jwk' }),
    kid,
    use: 'sig',
  })),
  duplicate: (response, keys) =>
    json(response, { keys: [...keys, { ...stranger.jwk, kid: keys[0]?.['kid'] }] }),
} as const satisfies Record<string, Answer>;

export type JwksMode = keyof typeof ANSWERS;
export const JWKS_FAULTS = (Object.keys(ANSWERS) as JwksMode[]).filter((mode) => mode !== 'ok');

/** An HTTP server on a free loopback port that publishes keys, well or badly, and counts who asks. */
export interface JwksServer extends AsyncDisposable {
  readonly uri: string;
  readonly downloads: number;
  mode: JwksMode;
  publish(keys: readonly TestKey[]): void;
}

export async function startJwksServer(published: readonly TestKey[]): Promise<JwksServer> {
  let keys = published;
  let downloads = 0;
  let mode: JwksMode = 'ok';
  const server = createServer((request, response) => {
    if (request.url === '/elsewhere')
      return ANSWERS.ok(
        response,
        keys.map(({ jwk }) => jwk),
      );
    downloads += 1;
    ANSWERS[mode](
      response,
      keys.map(({ jwk }) => jwk),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    uri: `http://127.0.0.1:${port}/.well-known/jwks.json`,
    get downloads() {
      return downloads;
    },
    get mode() {
      return mode;
    },
    set mode(next) {
      mode = next;
    },
    publish(next) {
      keys = next;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A byte now and then: never idle, never done. */
function trickle(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  let sent = 0;
  const timer = setInterval(() => response.write(body.charAt(sent++) || ' '), 100);
  response.on('close', () => clearInterval(timer));
}
