import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { build } from '../../local/stack/build.ts';
import { CLIENT_ID, createTokenFactory, type TokenFactory } from '../../test/support/tokens.ts';
import {
  TEMPLATE_DATABASE,
  inDatabase,
  startTestPostgres,
  type TestPostgres,
} from '../../test/support/postgres.ts';

const SUBJECT = '00000000-0000-4000-8000-00000000be4c';

/** The production build in a process of its own, on a PostgreSQL of its own, with tokens that need no Cognito. */
export class Product {
  readonly url: string;
  readonly superuserUrl: string;
  private readonly postgres: TestPostgres;
  private readonly tokens: TokenFactory;
  private readonly api: ChildProcess;
  private readonly token: string;

  private constructor(postgres: TestPostgres, tokens: TokenFactory, api: ChildProcess, url: string) {
    this.postgres = postgres;
    this.tokens = tokens;
    this.api = api;
    this.url = url;
    this.superuserUrl = inDatabase(postgres.superuserUrl, TEMPLATE_DATABASE);
    this.token = tokens.sign({ claims: { sub: SUBJECT, username: SUBJECT } });
  }

  /** @param heapMegabytes what the API may keep; without it V8 takes what there is, and collects late */
  static async start(heapMegabytes?: number): Promise<Product> {
    await build();
    const postgres = await startTestPostgres();
    const tokens = await createTokenFactory();
    const port = await freePort();
    const { issuer, jwksUri, userPoolId } = tokens.environment.cognito;
    const heap =
      heapMegabytes === undefined
        ? []
        : [`--max-old-space-size=${heapMegabytes}`, '--max-semi-space-size=16'];
    const api = spawn(process.execPath, [...heap, 'dist/src/main.js'], {
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'development',
        // Answers that are no success end the bench, or are counted by it.
        LOG_LEVEL: 'fatal',
        PORT: String(port),
        DATABASE_URL: inDatabase(postgres.runtimeUrl, TEMPLATE_DATABASE),
        COGNITO_USER_POOL_ID: userPoolId,
        COGNITO_APP_CLIENT_ID: CLIENT_ID,
        COGNITO_ISSUER: issuer,
        COGNITO_JWKS_URI: jwksUri,
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const product = new Product(postgres, tokens, api, `http://127.0.0.1:${port}`);
    await product.ready();
    return product;
  }

  /** Lets the bench's user into a tenant. */
  async join(tenant: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.superuserUrl });
    await client.connect();
    await client.query(
      `INSERT INTO memberships (tenant_id, issuer, subject, username, role, joined_by) VALUES ($1, $2, $3, 'bench', 'admin', 'seed')`,
      [tenant, this.tokens.issuer, SUBJECT],
    );
    await client.end();
  }

  /** What a request of a tenant needs. */
  headers(tenant: string): Record<string, string> {
    return { Authorization: `Bearer ${this.token}`, 'X-Tenant-Id': tenant };
  }

  /** @throws {Error} for an answer that is no success */
  async fetch(tenant: string, path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { ...this.headers(tenant), ...init.headers };
    const answer = await fetch(`${this.url}${path}`, { ...init, headers });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }

  /** Resident memory of the API, in megabytes. */
  async memory(): Promise<number> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]) / 1024 / 1024;
  }

  async stop(): Promise<void> {
    this.api.kill('SIGTERM');
    if (this.api.exitCode === null) await once(this.api, 'exit');
    await this.tokens[Symbol.asyncDispose]();
    await this.postgres.stop();
  }

  private async ready(): Promise<void> {
    for (let attempt = 0; attempt < 300 && this.api.exitCode === null; attempt++) {
      const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
      if (answer?.ok === true) return;
      await sleep(100);
    }
    throw new Error('The API does not become ready');
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0);
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}
