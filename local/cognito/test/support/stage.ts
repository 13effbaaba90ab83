import { randomBytes } from 'node:crypto';
import {
  CognitoIdentityProvider,
  type CreateUserPoolClientCommandInput,
  type UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider';
import { it } from '@jest/globals';
import { startLocalCognito, type LocalCognito } from '../../src/index.ts';
import { AppClient } from './app-client.ts';

export const PASSWORD = 'Passw0rd!';
export const TEMPORARY = 'Temp0rary!';

/** The pool that the rules are spoken to when this and AWS credentials are in the environment. */
const REAL_POOL = process.env['COGNITO_CONTRACT_POOL_ID'];

/** A rule that only the stand-in can be asked: it needs the clock, the outbox, key rotation or a pool of its own. */
export function localRule(name: string, why: string, run: () => Promise<void>): void {
  if (REAL_POOL === undefined) it(name, run);
  else it.skip(`${name} [not on a real pool: ${why}]`, run);
}

export interface TestUser {
  readonly email: string;
  readonly username: string;
  readonly password: string;
}

type ClientSettings = Partial<Omit<CreateUserPoolClientCommandInput, 'UserPoolId'>>;

interface UserSettings {
  readonly attributes?: Readonly<Record<string, string>>;
  /** Left with the temporary password {@link TEMPORARY}. */
  readonly temporary?: boolean;
}

/** A pool with e-mail as user name and the attribute `custom:tenant_id`, and the real SDK speaking to it. */
export class Stage {
  readonly poolId: string;
  /** Signs its calls. */
  readonly admin: CognitoIdentityProvider;
  /** Has no credentials at all. */
  readonly visitor: CognitoIdentityProvider;
  readonly #local: LocalCognito | undefined;
  readonly #users: string[] = [];
  readonly #clients: string[] = [];

  private constructor(poolId: string, local: LocalCognito | undefined) {
    this.poolId = poolId;
    this.#local = local;
    const region = poolId.split('_')[0] ?? '';
    const endpoint = local && { endpoint: local.url };
    const keys = { accessKeyId: 'local', secretAccessKey: 'local' };
    this.admin = new CognitoIdentityProvider({ region, ...endpoint, ...(local && { credentials: keys }) });
    const credentials = () => Promise.reject(new Error('this call must not need credentials'));
    this.visitor = new CognitoIdentityProvider({ region, ...endpoint, credentials, maxAttempts: 1 });
  }

  static async open(): Promise<Stage> {
    if (REAL_POOL !== undefined) return new Stage(REAL_POOL, undefined);
    const local = await startLocalCognito({ hooks: true });
    const setUp = new Stage('ap-northeast-1_none', local);
    const { UserPool } = await setUp.admin.createUserPool({
      PoolName: 'contract',
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      Schema: [
        { Name: 'tenant_id', AttributeDataType: 'String', Mutable: true },
        { Name: 'origin', AttributeDataType: 'String', Mutable: false },
      ],
    });
    return new Stage(UserPool?.Id ?? '', local);
  }

  get local(): LocalCognito {
    if (!this.#local) throw new Error('a rule that needs the stand-in must be a localRule');
    return this.#local;
  }

  get issuer(): string {
    const region = this.poolId.split('_')[0];
    return this.#local?.issuer(this.poolId) ?? `https://cognito-idp.${region}.amazonaws.com/${this.poolId}`;
  }

  /** A client for admin sign-in, hiding who exists, unless said otherwise. */
  async client(settings: ClientSettings = {}): Promise<AppClient> {
    return new AppClient(this, await this.createClient(settings));
  }

  async createClient(settings: ClientSettings = {}): Promise<UserPoolClientType> {
    const { UserPoolClient } = await this.admin.createUserPoolClient({
      ClientName: `contract-${randomBytes(4).toString('hex')}`,
      ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      ...settings,
      UserPoolId: this.poolId,
    });
    this.#clients.push(UserPoolClient?.ClientId ?? '');
    return UserPoolClient ?? {};
  }

  /** An address nobody has. */
  email(): string {
    return `${randomBytes(8).toString('hex')}@example.com`;
  }

  async user({ attributes = {}, temporary = false }: UserSettings = {}): Promise<TestUser> {
    const email = this.email();
    const { User } = await this.admin.adminCreateUser({
      UserPoolId: this.poolId,
      Username: email,
      TemporaryPassword: TEMPORARY,
      MessageAction: 'SUPPRESS',
      UserAttributes: Object.entries({ email, email_verified: 'true', ...attributes }).map(
        ([Name, Value]) => ({
          Name,
          Value,
        }),
      ),
    });
    const username = User?.Username ?? '';
    this.#users.push(username);
    if (temporary) return { email, username, password: TEMPORARY };
    await this.admin.adminSetUserPassword({ ...this.named(email), Password: PASSWORD, Permanent: true });
    return { email, username, password: PASSWORD };
  }

  /** The two parameters of every management call. */
  named(username: string): { UserPoolId: string; Username: string } {
    return { UserPoolId: this.poolId, Username: username };
  }

  async status(username: string): Promise<string | undefined> {
    return (await this.admin.adminGetUser(this.named(username))).UserStatus;
  }

  /** The code of the newest message to an address. */
  code(email: string): string {
    return this.local.outbox(email)[0]?.code ?? '';
  }

  /** Runs at another time, and comes back. */
  async later(seconds: number, work: () => Promise<void>): Promise<void> {
    this.local.clock.setOffset(seconds);
    try {
      await work();
    } finally {
      this.local.clock.setOffset(0);
    }
  }

  async close(): Promise<void> {
    if (!this.#local) {
      for (const Username of this.#users) {
        await this.admin.adminDeleteUser({ UserPoolId: this.poolId, Username }).catch(() => undefined);
      }
      for (const ClientId of this.#clients) {
        await this.admin.deleteUserPoolClient({ UserPoolId: this.poolId, ClientId }).catch(() => undefined);
      }
    }
    this.admin.destroy();
    this.visitor.destroy();
    await this.#local?.close();
  }
}
