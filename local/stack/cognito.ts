import { join } from 'node:path';
import { startLocalCognito, type LocalCognito, type PoolDeclaration } from '@tenantry/local-cognito';
import type { StackOptions } from './options.ts';

const CLIENTS = { api: 'tenantrylocalapi', web: 'tenantrylocalweb', swagger: 'tenantrylocalswagger' };

/** Shown on the login page. */
export const LOGIN_HINT =
  'Demo accounts: alice@example.com, bob@example.com, carol@example.com. Password: Passw0rd!';

/** The custom attribute is readable by every client and writable by none. */
const ATTRIBUTES = {
  readAttributes: ['email', 'email_verified', 'name', 'custom:tenant_id'],
  writeAttributes: ['name'],
};

/** Starts the stand-in with the pool and clients that Terraform would make in AWS. */
export function startCognito(options: StackOptions): Promise<LocalCognito> {
  return startLocalCognito({
    port: options.ports.cognito,
    region: options.region,
    stateFile: join(options.directory, 'cognito.json'),
    hooks: options.environment['COGNITO_LOCAL_HOOKS'] !== '0',
    loginHint: LOGIN_HINT,
    pools: [pool(options)],
  });
}

/** What the API has to be told to use the stand-in: the variables that a real pool would have, and nothing else. */
export function cognitoVariables(options: StackOptions, cognito: LocalCognito) {
  const { id } = pool(options);
  return {
    COGNITO_USER_POOL_ID: id,
    COGNITO_APP_CLIENT_ID: CLIENTS.api,
    COGNITO_ALLOWED_CLIENT_IDS: CLIENTS.web,
    COGNITO_SWAGGER_CLIENT_ID: CLIENTS.swagger,
    COGNITO_ISSUER: cognito.issuer(id),
    COGNITO_JWKS_URI: cognito.jwksUri(id),
    COGNITO_DOMAIN: cognito.url,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.url,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
}

/** What the front end has to be told to use the stand-in. */
export function cognitoWebVariables(options: StackOptions, cognito: LocalCognito) {
  return {
    COGNITO_ISSUER: cognito.issuer(pool(options).id),
    COGNITO_DOMAIN: cognito.url,
    COGNITO_WEB_CLIENT_ID: CLIENTS.web,
  };
}

/** The pool and the clients, for the ports that the stack is at. */
export function pool({
  region,
  ports,
  clientSecret,
  refreshRotation,
}: Pick<StackOptions, 'region' | 'ports' | 'clientSecret' | 'refreshRotation'>): PoolDeclaration {
  const hidden = { preventUserExistenceErrors: 'ENABLED' } as const;
  const api = `http://localhost:${ports.api}`;
  const web = `http://localhost:${ports.web}`;
  return {
    id: `${region}_Tenantry1`,
    name: 'Tenantry (local)',
    customAttributes: [{ name: 'tenant_id', maxLength: 64 }],
    groups: ['platform-admin'],
    adminCreateUserOnly: true,
    accountRecovery: ['verified_email'],
    verifyBeforeUpdate: ['email'],
    deletionProtection: true,
    clients: [
      {
        ...ATTRIBUTES,
        ...hidden,
        id: CLIENTS.api,
        name: 'API',
        explicitAuthFlows: [
          'ALLOW_ADMIN_USER_PASSWORD_AUTH',
          // Rotation and refreshing by an auth flow exclude each other.
          ...(refreshRotation ? [] : ['ALLOW_REFRESH_TOKEN_AUTH']),
        ],
        ...(clientSecret !== undefined && { secret: clientSecret }),
        ...(refreshRotation && { refreshTokenRotation: { graceSeconds: 10 } }),
      },
      {
        ...ATTRIBUTES,
        ...hidden,
        id: CLIENTS.web,
        name: 'Web front end',
        explicitAuthFlows: [],
        scopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
        callbackUrls: [`${web}/api/auth/callback/cognito`],
        logoutUrls: [`${web}/`],
        refreshTokenRotation: { graceSeconds: 30 },
      },
      {
        ...ATTRIBUTES,
        ...hidden,
        id: CLIENTS.swagger,
        name: 'Swagger UI',
        explicitAuthFlows: [],
        scopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
        callbackUrls: [`${api}/docs/oauth2-redirect.html`],
        logoutUrls: [`${api}/docs`],
      },
    ],
  };
}
