import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLocalCognito } from '@tenantry/local-cognito';
import type { ServerResponse } from 'node:http';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { Relay } from '../support/relay.ts';
import { client, examined, examineWith, findings, withSetup, type Plant } from './clinic.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const faultsOf = async (plant: Plant) => findings(await examined(database.runtimeUrl, plant), 'fault');

describe('The doctor', () => {
  it('finds nothing at all in what is shipped, and has looked at everything', async () => {
    const examination = await examined(database.runtimeUrl);
    expect(examination.diagnosis.outcomes.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
    expect(examination.diagnosis.outcomes.length).toBeGreaterThanOrEqual(38);
    expect(examination.exitCode).toBe(0);
  });
});

/** A secret of a client, which no text may show. */
const SECRET = 'canary0secret0of0a0client0';

describe('The doctor finds, and nothing else:', () => {
  it.each<[string, string, RegExp, Plant]>([
    [
      'a tenant id that a client may write',
      'tenant/read_only',
      /"Web front end".* may write custom:tenant_id[^]*write_attributes/,
      { pool: client('web', { writeAttributes: ['name', 'custom:tenant_id'] }) },
    ],
    [
      'a client without a list of what it may write',
      'tenant/read_only',
      /"API".* has no list of attributes[^]*--write-attributes name/,
      { pool: client('api', { writeAttributes: [] }) },
    ],
    [
      'a client of which the application knows nothing',
      'tenant/read_only',
      /"Forgotten"/,
      {
        pool: (shipped) => ({
          ...shipped,
          clients: [
            ...shipped.clients,
            { id: 'forgotten', name: 'Forgotten', preventUserExistenceErrors: 'ENABLED' },
          ],
        }),
      },
    ],
    [
      'self sign-up that is open',
      'pool/sign_up',
      /Anybody can make an account[^]*allow_admin_create_user_only = true/,
      { pool: (shipped) => ({ ...shipped, adminCreateUserOnly: false }) },
    ],
    [
      'recovery by phone alone',
      'pool/recovery',
      /verified_phone_number[^]*verified_email/,
      { pool: (shipped) => ({ ...shipped, accountRecovery: ['verified_phone_number'] }) },
    ],
    [
      'a missing flow of the API’s client',
      'api_client/flow',
      /does not allow ALLOW_ADMIN_USER_PASSWORD_AUTH[^]*explicit_auth_flows/,
      { pool: client('api', { explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] }) },
    ],
    [
      'an API’s client that tells who has an account',
      'clients/existence_errors',
      /tells strangers[^]*prevent_user_existence_errors = "ENABLED"/,
      { pool: client('api', { preventUserExistenceErrors: 'LEGACY' }) },
    ],
    [
      'tokens that cannot be revoked',
      'clients/revocation',
      /"Web front end"[^]*enable_token_revocation = true/,
      { pool: client('web', { enableTokenRevocation: false }) },
    ],
    [
      'a client of the API that cannot read the tenant',
      'api_client/reads',
      /cannot read custom:tenant_id[^]*read_attributes/,
      { pool: client('api', { readAttributes: ['email', 'email_verified', 'name'] }) },
    ],
    [
      'a secret of the client that is not configured',
      'api_client/secret',
      /has a secret, but COGNITO_APP_CLIENT_SECRET is not set[^]*Set COGNITO_APP_CLIENT_SECRET/,
      { pool: client('api', { secret: SECRET }) },
    ],
    [
      'a configured secret of a client that has none',
      'api_client/secret',
      /has no secret[^]*Take COGNITO_APP_CLIENT_SECRET out/,
      { variables: () => ({ COGNITO_APP_CLIENT_SECRET: SECRET }) },
    ],
    [
      'another secret than the client’s',
      'web_client/secret',
      /COGNITO_WEB_CLIENT_SECRET is another secret/,
      {
        pool: client('web', { secret: SECRET }),
        variables: () => ({ COGNITO_WEB_CLIENT_SECRET: `${SECRET}1` }),
      },
    ],
    [
      'a client of the API that the pool does not have',
      'api_client/exists',
      /no app client elsewhere[^]*COGNITO_APP_CLIENT_ID/,
      { variables: () => ({ COGNITO_APP_CLIENT_ID: 'elsewhere' }) },
    ],
    [
      'the implicit grant',
      'web_client/flow',
      /allows the implicit grant[^]*allowed_oauth_flows = \["code"\]/,
      { pool: client('web', { oauthFlows: ['code', 'implicit'] }) },
    ],
    [
      'a missing scope',
      'web_client/scopes',
      /aws\.cognito\.signin\.user\.admin, so that signing in ends in invalid_scope[^]*allowed_oauth_scopes/,
      { pool: client('web', { scopes: ['openid', 'email', 'profile'] }) },
    ],
    [
      'a missing callback URL',
      'web_client/callback_url',
      /http:\/\/localhost:3000\/api\/auth\/callback\/cognito[^]*callback_urls/,
      { pool: client('web', { callbackUrls: ['http://localhost:3001/api/auth/callback/cognito'] }) },
    ],
    [
      'a missing sign-out URL',
      'web_client/logout_url',
      /its sign-out URLs are http:\/\/localhost:3000\.[^]*logout_urls/,
      { pool: client('web', { logoutUrls: ['http://localhost:3000'] }) },
    ],
    [
      'a web client whose tokens the API does not accept',
      'web_client/accepted',
      /Add tenantrylocalweb to COGNITO_ALLOWED_CLIENT_IDS/,
      { variables: () => ({ COGNITO_ALLOWED_CLIENT_IDS: undefined }) },
    ],
    [
      'a callback of Swagger UI that is missing',
      'swagger_client/callback_url',
      /\/docs\/oauth2-redirect\.html[^]*callback_urls/,
      { pool: client('swagger', { callbackUrls: ['http://localhost:8000/docs'] }) },
    ],
    [
      'a client of Swagger UI with a secret',
      'swagger_client/secret',
      /has a secret[^]*generate_secret = false/,
      { pool: client('swagger', { secret: SECRET }) },
    ],
    [
      'a web client that cannot read what its scopes ask for',
      'web_client/reads',
      /cannot read email_verified[^]*read_attributes = \["email", "email_verified"\]/,
      { pool: client('web', { readAttributes: ['email'] }) },
    ],
    [
      'a wrong issuer',
      'tokens/issuer',
      /every token is refused[^]*Set COGNITO_ISSUER to http/,
      { variables: ({ COGNITO_ISSUER: issuer }) => ({ COGNITO_ISSUER: `${issuer}/` }) },
    ],
    [
      'a key endpoint that is down',
      'tokens/keys',
      /no signing keys[^]*COGNITO_JWKS_URI/,
      { cognito: (cognito) => cognito.fault('jwks', 'reset', 20) },
    ],
    [
      'another domain than the pool’s',
      'domain/of_pool',
      /not a domain of this pool[^]*COGNITO_DOMAIN/,
      {
        variables: ({ COGNITO_DOMAIN: domain = '' }) => ({
          COGNITO_DOMAIN: domain.replace('localhost', '127.0.0.1'),
        }),
      },
    ],
    [
      'login pages that do not answer',
      'domain/answers',
      /no login pages at COGNITO_DOMAIN[^]*Branding > Domain/,
      { cognito: (cognito) => cognito.fault('oauth2/authorize', 'reset', 20) },
    ],
    [
      'a user pool that is not there',
      'pool/exists',
      /no user pool ap-northeast-1_Elsewhere[^]*Set COGNITO_USER_POOL_ID/,
      { variables: () => ({ COGNITO_USER_POOL_ID: 'ap-northeast-1_Elsewhere' }) },
    ],
  ])('%s', async (_what, name, says, plant) => {
    const examination = await examined(database.runtimeUrl, plant);
    const faults = findings(examination, 'fault');
    expect(faults.map((fault) => fault.name)).toEqual([name]);
    const [{ found, expected, change } = { found: '', expected: '', change: '' }] = faults;
    expect(`${found}\n${expected}\n${change}`).toMatch(says);
    expect(examination.exitCode).toBe(1);
    expect(JSON.stringify(examination)).not.toContain(SECRET);
  });

  it('a missing attribute of the tenant, which no client can read either', async () => {
    const faults = await faultsOf({ pool: (shipped) => ({ ...shipped, customAttributes: [] }) });
    expect(faults.map(({ name }) => name)).toEqual(['tenant/attribute']);
    expect(faults[0]?.change).toMatch(/aws cognito-idp add-custom-attributes .*Name=tenant_id/);
  });

  it('a clock that is off', async () => {
    const examination = await withSetup(database.runtimeUrl, {}, async (variables, { url }) => {
      const document = await fetch(`${variables['COGNITO_ISSUER']}/.well-known/openid-configuration`);
      const text = await document.text();
      const relay = await Relay.before(url);
      const dated = (path: string, response: ServerResponse) => {
        if (!path.endsWith('/openid-configuration')) return false;
        response.writeHead(200, { date: new Date(Date.now() + 123_000).toUTCString() }).end(text);
        return true;
      };
      const relayed = { ...variables, AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: relay.url };
      return relay.intercepting(dated, () => examineWith(relayed)).finally(() => relay.close());
    });
    const faults = findings(examination, 'fault');
    expect(faults.map(({ name }) => name)).toEqual(['tokens/clock']);
    expect(faults[0]?.found).toMatch(/12[234] s behind Cognito/);
    expect(faults[0]?.change).toContain('NTP');
  });

  it('the keys and the domain of another pool', async () => {
    const id = 'ap-northeast-1_Other';
    const other = await startLocalCognito({ pools: [{ id, name: 'Other', clients: [] }] });
    const faults = await faultsOf({
      variables: () => ({ COGNITO_JWKS_URI: other.jwksUri(id), COGNITO_DOMAIN: other.url }),
    });
    await other.close();
    expect(faults.map((fault) => fault.name)).toEqual(['domain/of_pool', 'tokens/keys_of_pool']);
  });
});
