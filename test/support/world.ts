import {
  AdminInitiateAuthCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { startLocalCognito, type ClientDeclaration, type LocalCognito } from '@tenantry/local-cognito';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { seedCognito, seedDemo } from '../../prisma/seed.ts';
import { AppModule } from '../../src/app.module.ts';
import { createApp } from '../../src/app.setup.ts';
import { freePort } from './free-port.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

export const USER_POOL = 'ap-northeast-1_Test00001';
export const API_CLIENT = 'testapi';
export const WEB_CLIENT = 'testweb';
export const SWAGGER_CLIENT = 'testswagger';
export const PASSWORD = 'Passw0rd!';

export interface WorldOptions {
  /** On top of what the world needs: environment variables of the API. */
  readonly variables?: Readonly<Record<string, string>>;
  /** On top of the API's client. */
  readonly client?: Partial<ClientDeclaration>;
  /** On top of the front end's client. */
  readonly webClient?: Partial<ClientDeclaration>;
  /** `subjects` puts the tenant into access tokens, as a pre token generation trigger would. */
  readonly claimInAccessTokens?: boolean;
}

export interface Tokens {
  readonly access_token: string;
  readonly id_token: string;
  readonly refresh_token: string;
}

/** The whole product with the demo data: a database of its own, a Cognito of its own, the application as shipped. */
export class World {
  private constructor(
    readonly app: NestExpressApplication,
    readonly cognito: LocalCognito,
    readonly database: TestDatabase,
    /** `sub` of the demo users, by e-mail. */
    readonly subjects: Readonly<Record<string, string>>,
    readonly variables: Readonly<Record<string, string>>,
  ) {}

  static async start({
    variables = {},
    client = {},
    webClient = {},
    claimInAccessTokens = false,
  }: WorldOptions = {}): Promise<World> {
    const database = await createTestDatabase();
    const port = await freePort();
    const cognito = await startLocalCognito({
      hooks: true,
      pools: [pool(client, webClient, port)],
      ...(claimInAccessTokens && { preTokenGeneration: tenantIntoAccessToken }),
    });
    const all = {
      ...cognitoVariables(cognito),
      ...(client.secret !== undefined && { COGNITO_APP_CLIENT_SECRET: client.secret }),
      DATABASE_URL: database.runtimeUrl,
      ...variables,
    };
    // The AWS SDK reads these itself: the application has no branch for a local Cognito.
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
    const subjects = await seedCognito({
      endpoint: cognito.url,
      region: 'ap-northeast-1',
      userPoolId: USER_POOL,
    });
    const issuer = cognito.issuer(USER_POOL);
    await seedDemo({ ownerUrl: database.ownerUrl, issuer, subjects, log: () => undefined });
    return new World(await startApp(all, port), cognito, database, subjects, all);
  }

  /** One more instance of the API on the same database and user pool. */
  anotherInstance(): Promise<NestExpressApplication> {
    return startApp(this.variables);
  }

  get url(): string {
    const { port } = this.app.getHttpServer().address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  get http() {
    return request(this.url);
  }

  async signIn(email: string, password = PASSWORD): Promise<Tokens> {
    const { status, body } = await this.http.post('/api/user/login').send({ email, password });
    if (status !== 200 || body.access_token === null)
      throw new Error(`${email}: ${status} ${JSON.stringify(body)}`);
    return body as Tokens;
  }

  /** Tokens that Cognito gives without this API in between. */
  async cognitoTokens(email: string, password = PASSWORD): Promise<Tokens> {
    const { AuthenticationResult } = await this.admin.send(
      new AdminInitiateAuthCommand({
        UserPoolId: USER_POOL,
        ClientId: API_CLIENT,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: email, PASSWORD: password },
      }),
    );
    return {
      access_token: AuthenticationResult?.AccessToken ?? '',
      id_token: AuthenticationResult?.IdToken ?? '',
      refresh_token: AuthenticationResult?.RefreshToken ?? '',
    };
  }

  /** The pool's administrator, as an operator would be with AWS credentials. */
  get admin(): CognitoIdentityProviderClient {
    return new CognitoIdentityProviderClient({ region: 'ap-northeast-1', endpoint: this.cognito.url });
  }

  /** An authorised request of a tenant. */
  as(tokens: Tokens, tenant?: string): Caller {
    return new Caller(this.url, tokens.access_token, tenant);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.cognito.close();
    await this.database.drop();
  }
}

export class Caller {
  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly tenant: string | undefined,
  ) {}

  get = (path: string) => this.prepared(request(this.url).get(path));
  post = (path: string) => this.prepared(request(this.url).post(path));
  patch = (path: string) => this.prepared(request(this.url).patch(path));
  delete = (path: string) => this.prepared(request(this.url).delete(path));

  private prepared(call: request.Test): request.Test {
    const authorised = call.set('Authorization', `Bearer ${this.token}`);
    return this.tenant === undefined ? authorised : authorised.set('X-Tenant-Id', this.tenant);
  }
}

export async function startApp(
  variables: Readonly<Record<string, string>>,
  port = 0,
): Promise<NestExpressApplication> {
  const app = await createApp(await AppModule.forRoot(variables));
  await app.listen(port);
  return app;
}

function cognitoVariables(cognito: LocalCognito): Record<string, string> {
  return {
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    COGNITO_USER_POOL_ID: USER_POOL,
    COGNITO_APP_CLIENT_ID: API_CLIENT,
    COGNITO_ALLOWED_CLIENT_IDS: WEB_CLIENT,
    COGNITO_ISSUER: cognito.issuer(USER_POOL),
    COGNITO_JWKS_URI: cognito.jwksUri(USER_POOL),
    COGNITO_DOMAIN: cognito.url,
    COGNITO_SWAGGER_CLIENT_ID: SWAGGER_CLIENT,
  };
}

function pool(client: Partial<ClientDeclaration>, webClient: Partial<ClientDeclaration>, port: number) {
  const attributes = {
    readAttributes: ['email', 'email_verified', 'name', 'custom:tenant_id'],
    writeAttributes: ['name'],
    preventUserExistenceErrors: 'ENABLED' as const,
  };
  return {
    id: USER_POOL,
    name: 'Test',
    customAttributes: ['tenant_id'],
    groups: ['platform-admin'],
    adminCreateUserOnly: true,
    clients: [
      {
        ...attributes,
        id: API_CLIENT,
        name: 'API',
        explicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'],
        ...client,
      },
      {
        ...attributes,
        id: WEB_CLIENT,
        name: 'Web',
        explicitAuthFlows: [],
        scopes: ['openid', 'email', 'profile'],
        callbackUrls: ['http://localhost:3000/api/auth/callback/cognito'],
        logoutUrls: ['http://localhost:3000/'],
        ...webClient,
      },
      {
        ...attributes,
        id: SWAGGER_CLIENT,
        name: 'Swagger UI',
        explicitAuthFlows: [],
        scopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
        callbackUrls: [`http://localhost:${port}/docs/oauth2-redirect.html`],
      },
    ],
  };
}

function tenantIntoAccessToken(event: { request: { userAttributes: Record<string, string> } }): never {
  const tenant = event.request.userAttributes['custom:tenant_id'];
  return {
    ...event,
    response: {
      claimsAndScopeOverrideDetails: {
        accessTokenGeneration: {
          claimsToAddOrOverride: tenant === undefined ? {} : { 'custom:tenant_id': tenant },
        },
      },
    },
  } as never;
}
