import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLocalCognito, type LocalCognito } from '../src/index.ts';
import { ACTIONS } from '../src/api/table.ts';

let local: LocalCognito;
const lines: string[] = [];
const pool = {
  id: 'ap-northeast-1_Protocol',
  name: 'protocol',
  clients: [{ id: 'app', name: 'app', explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] }],
};
beforeAll(async () => {
  local = await startLocalCognito({ pools: [pool], log: (line) => lines.push(line) });
});
afterAll(() => local.close());

const SIGNATURE = { authorization: 'AWS4-HMAC-SHA256 Credential=x' };

async function call(action: string, body: string, headers: Record<string, string> = SIGNATURE) {
  const response = await fetch(local.url, {
    method: 'POST',
    headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${action}`, ...headers },
    body,
  });
  const answer = (await response.json()) as { __type?: string; message?: string };
  return { status: response.status, headers: response.headers, ...answer };
}

it('errors carry their name in the body and in a header, with status 400', async () => {
  const { status, headers, __type } = await call(
    'DescribeUserPool',
    '{"UserPoolId":"ap-northeast-1_Nothing"}',
  );
  expect({ status, __type }).toEqual({ status: 400, __type: 'ResourceNotFoundException' });
  expect(headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException');
  expect(headers.get('content-type')).toBe('application/x-amz-json-1.1');
});

it.each(['AdminSetUserMFAPreference', 'Nothing', '', '__proto__', 'constructor'])(
  'an action that is not there is named: "%s"',
  async (action) => {
    const { status, __type, message } = await call(action, '{}');
    expect({ status, __type }).toEqual({ status: 400, __type: 'UnknownOperationException' });
    expect(message).toContain(`"${action}"`);
  },
);

it('every administrative action wants AWS credentials, every other works without', async () => {
  for (const [name, { signed }] of ACTIONS) {
    const { __type } = await call(name, '{}', {});
    expect({ name, refused: __type === 'MissingAuthenticationTokenException' }).toEqual({
      name,
      refused: signed,
    });
    expect({ name, signed }).toEqual({
      name,
      signed: /^(Admin|List|Create|Describe|Update(?!UserAttr)|Delete(?!User$)|GetGroup)/.test(name),
    });
  }
});

it('a missing field is named', async () => {
  const { __type, message } = await call('AdminGetUser', '{"UserPoolId":"ap-northeast-1_Protocol"}');
  expect(__type).toBe('InvalidParameterException');
  expect(message).toMatch(/Value at 'username'.*must not be null/);
});

describe('whatever is sent, it is never a 500', () => {
  const user = 'someone@example.com';
  const attributes = [{ Name: 'email', Value: user }];
  const valid: Readonly<Record<string, unknown>> = {
    UserPoolId: pool.id,
    ClientId: 'app',
    Username: user,
    Password: 'Passw0rd!',
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: user, PASSWORD: 'Passw0rd!' },
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    ChallengeResponses: { USERNAME: user, NEW_PASSWORD: 'Passw0rd!' },
    Session: 'x'.repeat(20),
    UserAttributes: attributes,
    UserAttributeNames: ['name'],
    Limit: 10,
    Filter: 'email = "x"',
    AccessToken: 'a.b.c',
    Token: 'a.b.c',
    RefreshToken: 'a.b.c.d.e',
    GroupName: 'group',
    PoolName: 'pool',
    ClientName: 'client',
    Schema: [{ Name: 'tenant_id', AttributeDataType: 'String' }],
    Policies: { PasswordPolicy: { MinimumLength: 8 } },
    CallbackURLs: ['https://example.com/'],
    TokenValidityUnits: { AccessToken: 'hours' },
    RefreshTokenRotation: { Feature: 'DISABLED' },
    Domain: 'domain',
    Code: '123456',
    ConfirmationCode: '123456',
    AttributeName: 'email',
    PreviousPassword: 'Passw0rd!',
    ProposedPassword: 'Passw0rd!',
  };
  const odd = [-1.5, 'a'.repeat(5000), [null], { __proto__: null, constructor: 1 }];
  /** These would take away what the others need, or make key pairs by the hundred. */
  const apart = /^DeleteUserPool|^CreateUserPool$/;

  it('every action, with every field of every kind', async () => {
    for (const name of [...ACTIONS.keys()].filter((action) => !apart.test(action))) {
      for (const field of Object.keys(valid)) {
        for (const value of odd) {
          const { status, __type } = await call(name, JSON.stringify({ ...valid, [field]: value }));
          expect({ name, field, value, status, __type }).not.toMatchObject({ status: 500 });
        }
      }
    }
  }, 60_000);

  it.each(['', '[]', 'null', '"x"', '{', '{"a":', '\u0000'])('a body of %j', async (body) => {
    expect((await call('AdminGetUser', body)).status).toBe(400);
  });

  it('a body without end is refused at a megabyte', async () => {
    const response = await fetch(local.url, { method: 'POST', body: 'x'.repeat(1_100_000) }).catch(
      () => undefined,
    );
    expect(response?.status ?? 413).toBe(413);
  });

  it.each(['/%', '//', '/oauth2/authorize?client_id=%', '/%00', '/_local/outbox', '/nothing'])(
    '%s',
    async (path) => {
      expect((await fetch(local.url + path)).status).toBeLessThan(500);
    },
  );
});

it('the log holds no query, no password and no internal error', () => {
  expect(lines.length).toBeGreaterThan(100);
  expect(lines.filter((line) => /internal error|[?{]|a{50}/.test(line))).toEqual([]);
});
