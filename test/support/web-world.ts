import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientDeclaration } from '@tenantry/local-cognito';
import { StackProcess } from '../../local/stack/process.ts';
import { freePort } from './free-port.ts';
import { Relay } from './relay.ts';
import { Visitor, type Site } from './visitor.ts';
import { USER_POOL, WEB_CLIENT, World } from './world.ts';

interface WebWorldOptions {
  /** What the front end is called outside; `http://localhost:<port>`. */
  readonly origin?: string;
  /** On top of the front end's client. */
  readonly client?: Partial<ClientDeclaration>;
  /** Without the relay before Cognito: the policy of a page lets its forms lead to the hosted pages alone. */
  readonly forBrowser?: boolean;
}

/** A world with its front end as shipped, and a relay before each service that the front end calls. */
export class WebWorld implements Site {
  private constructor(
    readonly world: World,
    readonly origin: string,
    readonly address: string,
    /** Before the API. */
    readonly api: Relay,
    /** Before Cognito's `/oauth2/token` as a refresh calls it, `/oauth2/revoke` and `/logout`. */
    readonly cognito: Relay,
    private readonly process: StackProcess,
    private readonly directory: string,
  ) {}

  static async start({
    origin: given,
    client = {},
    forBrowser = false,
  }: WebWorldOptions = {}): Promise<WebWorld> {
    const address = `http://localhost:${await freePort()}`;
    const origin = given ?? address;
    const webClient = {
      scopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
      callbackUrls: [`${origin}/api/auth/callback/cognito`],
      logoutUrls: [`${origin}/`],
      ...client,
    };
    const world = await World.start({ webClient });
    const [api, cognito] = [await Relay.before(world.url), await Relay.before(world.cognito.url)];
    const directory = await mkdtemp(join(tmpdir(), 'tenantry-web-world-'));
    const { secret } = client;
    const process = await StackProcess.start({
      name: 'web front end',
      command: globalThis.process.execPath,
      args: ['frontend/server.mjs'],
      variables: {
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        WEB_PORT: new URL(address).port,
        AUTH_URL: origin,
        AUTH_SECRET: randomBytes(32).toString('base64url'),
        API_URL: api.url,
        COGNITO_ISSUER: world.cognito.issuer(USER_POOL),
        COGNITO_DOMAIN: forBrowser ? world.cognito.url : cognito.url,
        COGNITO_WEB_CLIENT_ID: WEB_CLIENT,
        ...(secret !== undefined && { COGNITO_WEB_CLIENT_SECRET: secret }),
      },
      logFile: join(directory, 'web.log'),
    });
    await process.ready(`${address}/sign-in`);
    return new WebWorld(world, origin, address, api, cognito, process, directory);
  }

  visitor(): Visitor {
    return new Visitor(this);
  }

  /** What the front end has logged. */
  log(): Promise<string> {
    return readFile(join(this.directory, 'web.log'), 'utf8');
  }

  async close(): Promise<void> {
    await this.process.stop();
    this.api.close();
    this.cognito.close();
    await this.world.close();
    await rm(this.directory, { recursive: true, force: true });
  }
}
