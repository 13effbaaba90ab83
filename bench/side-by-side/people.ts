import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { startLocalCognito, type LocalCognito } from '@tenantry/local-cognito';
import pg from 'pg';
import { hashOfApiKey, makeApiKey } from '../../src/tenancy/api-key.ts';

const POOL = 'ap-northeast-1_Bench0001';
const CLIENT = 'bench';
export const PASSWORD = 'Passw0rd!';

/** The one member of a tenant, and the tenant's one machine. */
export interface Person {
  readonly tenantId: string;
  readonly email: string;
  /** Access token. */
  readonly token: string;
  readonly apiKey: string;
}

export function startCognito(): Promise<LocalCognito> {
  const client = { id: CLIENT, name: 'Bench', explicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'] };
  return startLocalCognito({
    pools: [{ id: POOL, name: 'Bench', adminCreateUserOnly: true, clients: [client] }],
  });
}

/** What a server has to be told of the Cognito of {@link startCognito}. */
export function cognitoVariables(cognito: LocalCognito): Record<string, string> {
  return {
    AWS_REGION: 'ap-northeast-1',
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.url,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    COGNITO_USER_POOL_ID: POOL,
    COGNITO_APP_CLIENT_ID: CLIENT,
    COGNITO_ISSUER: cognito.issuer(POOL),
    COGNITO_JWKS_URI: cognito.jwksUri(POOL),
  };
}

/** Makes a member and an API key for each tenant, and signs the member in. */
export async function makePeople(
  cognito: LocalCognito,
  superuserUrl: string,
  tenants: number,
): Promise<Person[]> {
  const admin = new CognitoIdentityProviderClient({
    region: 'ap-northeast-1',
    endpoint: cognito.url,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const database = new pg.Client({ connectionString: superuserUrl });
  await database.connect();
  const people: Person[] = [];
  for (let n = 1; n <= tenants; n++) {
    const tenantId = `tenant-${n}`;
    const email = `member-${n}@example.com`;
    const subject = await makeUser(admin, email);
    await database.query(MEMBERSHIP, [tenantId, cognito.issuer(POOL), subject]);
    const { key, prefix } = makeApiKey(tenantId);
    await database.query(API_KEY, [tenantId, prefix, hashOfApiKey(key), subject]);
    people.push({ tenantId, email, token: await signIn(admin, email), apiKey: key });
  }
  await database.end();
  admin.destroy();
  return people;
}

const MEMBERSHIP = `INSERT INTO memberships (tenant_id, issuer, subject, username, role, joined_by)
  VALUES ($1, $2, $3, $3, 'admin', 'seed')`;
const API_KEY = `INSERT INTO api_keys (tenant_id, name, prefix, key_hash, scopes, created_by_sub)
  VALUES ($1, 'Bench', $2, $3, ARRAY['alerts:write'], $4)`;

async function makeUser(admin: CognitoIdentityProviderClient, email: string): Promise<string> {
  const user = { UserPoolId: POOL, Username: email };
  const made = await admin.send(
    new AdminCreateUserCommand({
      ...user,
      MessageAction: 'SUPPRESS',
      UserAttributes: [{ Name: 'email', Value: email }],
    }),
  );
  await admin.send(new AdminSetUserPasswordCommand({ ...user, Password: PASSWORD, Permanent: true }));
  return made.User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? '';
}

async function signIn(admin: CognitoIdentityProviderClient, email: string): Promise<string> {
  const { AuthenticationResult } = await admin.send(
    new AdminInitiateAuthCommand({
      UserPoolId: POOL,
      ClientId: CLIENT,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD },
    }),
  );
  return AuthenticationResult?.AccessToken ?? '';
}
