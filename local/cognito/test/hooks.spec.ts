import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLocalCognito, type LocalCognito, type Message } from '../src/index.ts';
import { claimsOf, headerOf, refused } from './support/expect.ts';
import { confirmAda, EMAIL, PASSWORD, POOL, sdkOf, startHosted } from './support/hosted.ts';

let local: LocalCognito;
beforeAll(async () => {
  local = await startHosted();
  await confirmAda(local);
});
afterAll(() => local.close());

async function hook(path: string, body?: unknown) {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`${local.url}/_local/${path}`, init);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function signIn(): Promise<string> {
  const { AuthenticationResult } = await sdkOf(local).adminInitiateAuth({
    UserPoolId: POOL,
    ClientId: 'backend',
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: EMAIL, PASSWORD },
  });
  return AuthenticationResult?.AccessToken ?? '';
}

describe('without the option', () => {
  it('there are no hooks, but health', async () => {
    const plain = await startLocalCognito({ hooks: false });
    try {
      for (const path of ['outbox', 'clock', 'rotate-keys', 'fault']) {
        for (const method of ['GET', 'POST']) {
          expect((await fetch(`${plain.url}/_local/${path}`, { method })).status).toBe(404);
        }
      }
      expect(await (await fetch(`${plain.url}/_local/health`)).json()).toEqual({ status: 'ok' });
    } finally {
      await plain.close();
    }
  });
});

describe('outbox', () => {
  it('shows mails with their codes, newest first, also for one address', async () => {
    const user = { UserPoolId: POOL, Username: EMAIL };
    await sdkOf(local).adminResetUserPassword(user);
    await sdkOf(local).adminResetUserPassword(user);
    const { messages } = (await hook(`outbox?to=${EMAIL.toUpperCase()}`)).body as { messages: Message[] };
    expect(messages).toHaveLength(2);
    expect(messages[0]).toEqual({
      id: expect.any(String),
      to: EMAIL,
      subject: expect.any(String),
      body: expect.stringContaining(messages[0]?.code ?? 'nothing'),
      kind: 'forgot-password',
      code: expect.stringMatching(/^\d{6}$/),
      at: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect((await hook('outbox?to=nobody@example.com')).body).toEqual({ messages: [] });
    await confirmAda(local);
  });

  it('is a page for people', async () => {
    const response = await fetch(`${local.url}/_local/outbox`, { headers: { accept: 'text/html' } });
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await response.text()).toContain('Local outbox');
  });
});

describe('clock', () => {
  it('moves all times by an absolute offset', async () => {
    const before = Number(claimsOf(await signIn())['iat']);
    await hook('clock', { offset_seconds: 1000 });
    await hook('clock', { offset_seconds: 500 });
    const moved = Number(claimsOf(await signIn())['iat']);
    await hook('clock', { offset_seconds: 0 });
    expect(moved - before).toBeGreaterThanOrEqual(500);
    expect(moved - before).toBeLessThan(560);
  });

  it.each([{}, { offset_seconds: 'x' }, { offset_seconds: 1e300 }, []])('refuses %j', async (body) => {
    expect((await hook('clock', body)).status).toBe(400);
  });
});

describe('rotate-keys', () => {
  const kids = async () => {
    const { keys } = (await (await fetch(local.jwksUri(POOL))).json()) as { keys: { kid: string }[] };
    return keys.map(({ kid }) => kid);
  };

  it('signs by new keys and publishes the old ones, unless they are withdrawn', async () => {
    const old = String(headerOf(await signIn())['kid']);
    await hook('rotate-keys', {});
    const second = await signIn();
    expect(headerOf(second)['kid']).not.toBe(old);
    expect(await kids()).toEqual(expect.arrayContaining([old, headerOf(second)['kid']]));
    await hook('rotate-keys', { user_pool_id: POOL, withdraw: true });
    expect(await kids()).toHaveLength(2);
    expect(await kids()).not.toContain(headerOf(second)['kid']);
    await refused(sdkOf(local).getUser({ AccessToken: second }), 'NotAuthorizedException');
  });

  it('refuses an unknown pool', async () => {
    expect((await hook('rotate-keys', { user_pool_id: 'ap-northeast-1_Nothing' })).status).toBe(400);
  });
});

describe('fault', () => {
  const getUser = (maxAttempts: number, requestTimeout = 0) => {
    const sdk = sdkOf(local);
    sdk.config.maxAttempts = () => Promise.resolve(maxAttempts);
    const options = requestTimeout === 0 ? {} : { abortSignal: AbortSignal.timeout(requestTimeout) };
    return sdk.adminGetUser({ UserPoolId: POOL, Username: EMAIL }, options);
  };

  it('makes the next calls of an action fail by name, as often as asked', async () => {
    await hook('fault', { target: 'AdminGetUser', type: 'TooManyRequestsException', times: 1 });
    const body = { UserPoolId: POOL, Username: EMAIL };
    const call = () =>
      fetch(local.url, {
        method: 'POST',
        headers: {
          'x-amz-target': 'AWSCognitoIdentityProviderService.AdminGetUser',
          authorization: 'AWS4-HMAC-SHA256 x',
        },
        body: JSON.stringify(body),
      });
    const failed = await call();
    expect([failed.status, await failed.json()]).toMatchObject([400, { __type: 'TooManyRequestsException' }]);
    expect((await call()).status).toBe(200);
  });

  it('is what the SDK retries', async () => {
    await hook('fault', { target: 'AdminGetUser', type: 'InternalErrorException', times: 1 });
    expect((await getUser(3)).Username).toBeDefined();
  });

  it('times 0 clears', async () => {
    await hook('fault', { target: 'AdminGetUser', type: 'InternalErrorException', times: 100 });
    await hook('fault', { target: 'AdminGetUser', times: 0 });
    expect((await getUser(1)).Username).toBeDefined();
  });

  it('timeout holds the connection open', async () => {
    local.fault('AdminGetUser', 'timeout');
    await expect(getUser(1, 200)).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('reset breaks the connection of the key set', async () => {
    local.fault('jwks', 'reset', 1);
    await expect(fetch(local.jwksUri(POOL))).rejects.toThrow();
    expect((await fetch(local.jwksUri(POOL))).status).toBe(200);
  });

  it('http500 answers 500, also for pages', async () => {
    local.fault('jwks', 'http500', 1);
    expect((await fetch(local.jwksUri(POOL))).status).toBe(500);
    local.fault('oauth2/token', 'TooManyRequestsException', 1);
    expect((await fetch(`${local.url}/oauth2/token`, { method: 'POST' })).status).toBe(429);
  });

  it.each([
    { target: 'Nothing', type: 'timeout', times: 1 },
    { target: 'AdminGetUser', type: 'reset', times: -1 },
    { target: 'AdminGetUser', times: 1 },
    { type: 'reset', times: 1 },
  ])('refuses %j', async (body) => {
    expect((await hook('fault', body)).status).toBe(400);
  });
});
