import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LocalCognito } from '../src/index.ts';
import { Browser } from './support/browser.ts';
import {
  CALLBACK,
  confirmAda,
  EMAIL,
  prepare,
  SECRET,
  sdkOf,
  signInAt,
  startHosted,
  POOL,
} from './support/hosted.ts';

let local: LocalCognito;
beforeAll(async () => {
  local = await startHosted();
  await confirmAda(local);
});
afterAll(() => local.close());

const authorize = (parameters: Record<string, string> | string) =>
  new Browser().open(`${local.url}/oauth2/authorize?${new URLSearchParams(parameters).toString()}`);
const good = { client_id: 'public', redirect_uri: CALLBACK, response_type: 'code', state: 'x&y' };

describe('authorize', () => {
  it.each([
    ['an unknown client', { ...good, client_id: 'nobody' }],
    ['no client', { redirect_uri: CALLBACK, response_type: 'code' }],
    ['another callback', { ...good, redirect_uri: 'https://evil.example/' }],
    ['a trailing slash more', { ...good, redirect_uri: `${CALLBACK}/` }],
    ['a query more', { ...good, redirect_uri: `${CALLBACK}?x=1` }],
    ['the host in capitals', { ...good, redirect_uri: 'http://LOCALHOST:3000/callback' }],
    ['no callback', { client_id: 'public', response_type: 'code' }],
    ['a client without hosted UI', { ...good, client_id: 'backend' }],
  ])('%s gets a page and no redirect', async (_what, parameters) => {
    const page = await authorize(parameters);
    expect([page.status, page.location]).toEqual([400, undefined]);
    expect(page.alert).toMatch(/client_id|redirect_mismatch/);
  });

  it('two callbacks get a page', async () => {
    const twice = `${new URLSearchParams(good).toString()}&redirect_uri=https%3A%2F%2Fevil.example%2F`;
    expect((await authorize(twice)).location).toBeUndefined();
  });

  it.each([
    ['invalid_request', { response_type: 'token' }],
    ['invalid_request', { response_type: '' }],
    ['invalid_scope', { scope: 'openid phone' }],
    ['invalid_request', { code_challenge: 'a'.repeat(43) }],
    ['invalid_request', { code_challenge: 'a'.repeat(43), code_challenge_method: 'plain' }],
    ['invalid_request', { code_challenge: 'short', code_challenge_method: 'S256' }],
    ['invalid_request', { prompt: 'whatever' }],
    ['login_required', { prompt: 'none' }],
  ])('%s goes to the callback with the state', async (error, change) => {
    const { location } = await authorize({ ...good, ...change });
    expect(location?.origin).toBe('http://localhost:3000');
    expect(location?.searchParams.get('error')).toBe(error);
    expect(location?.searchParams.get('state')).toBe('x&y');
  });
});

async function code(clientId = 'public', parameters: Record<string, string> = {}) {
  const attempt = await prepare(local, clientId, parameters);
  const { location } = await signInAt(new Browser(), attempt.url);
  return { code: location?.searchParams.get('code') ?? '', code_verifier: attempt.checks.pkceCodeVerifier };
}

async function post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const body = new URLSearchParams(fields);
  const response = await fetch(`${local.url}${path}`, { method: 'POST', body, headers });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
}

const exchange = (fields: Record<string, string>, headers = {}) =>
  post(
    '/oauth2/token',
    { grant_type: 'authorization_code', client_id: 'public', redirect_uri: CALLBACK, ...fields },
    headers,
  );
const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});

describe('the token endpoint', () => {
  it('takes a code once', async () => {
    const fields = await code();
    expect((await exchange(fields)).status).toBe(200);
    expect(await exchange(fields)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('takes a code for five minutes', async () => {
    const fields = await code();
    local.clock.setOffset(301);
    const late = await exchange(fields);
    local.clock.setOffset(0);
    expect(late).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it.each([
    ['another verifier', { code_verifier: 'b'.repeat(43) }, 'invalid_grant'],
    ['no verifier', { code_verifier: undefined }, 'invalid_grant'],
    ['another redirect_uri', { redirect_uri: `${CALLBACK}/` }, 'unauthorized_client'],
    ['an invented code', { code: 'invented' }, 'invalid_grant'],
    ['no code', { code: undefined }, 'invalid_request'],
    ['another grant', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['no grant', { grant_type: undefined }, 'invalid_request'],
    ['client_credentials', { grant_type: 'client_credentials' }, 'unauthorized_client'],
    ['an unknown client', { client_id: 'nobody' }, 'invalid_client'],
  ])('refuses %s', async (_what, change, error) => {
    const fields = {
      grant_type: 'authorization_code',
      client_id: 'public',
      redirect_uri: CALLBACK,
      ...(await code()),
    };
    const sent = Object.entries({ ...fields, ...change }).filter(
      (pair): pair is [string, string] => pair[1] !== undefined,
    );
    const answer = await post('/oauth2/token', Object.fromEntries(sent));
    expect(answer).toMatchObject({ status: 400, body: { error } });
  });

  it("refuses another client's code, which stays good for its own", async () => {
    const fields = await code();
    const foreign = await exchange({ ...fields, client_id: 'half-blind' });
    expect(foreign).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await exchange(fields)).status).toBe(200);
  });

  it('refuses a verifier where there was no challenge', async () => {
    const { location } = await signInAt(
      new Browser(),
      new URL(`${local.url}/oauth2/authorize?${new URLSearchParams(good).toString()}`),
    );
    const fields = { code: location?.searchParams.get('code') ?? '', code_verifier: 'c'.repeat(43) };
    expect(await exchange(fields)).toMatchObject({ body: { error: 'invalid_grant' } });
  });

  it('takes the secret by header or by body', async () => {
    const client_id = 'secretive';
    expect((await exchange({ ...(await code(client_id)), client_id }, basic(client_id, SECRET))).status).toBe(
      200,
    );
    expect((await exchange({ ...(await code(client_id)), client_id, client_secret: SECRET })).status).toBe(
      200,
    );
  });

  it.each([
    ['a wrong secret', {}, basic('secretive', 'wrong')],
    ['no secret', {}, {}],
    ['a secret for a public client', { client_id: 'public' }, basic('public', 'undefined')],
    ['two different clients', { client_id: 'public' }, basic('secretive', SECRET)],
    ['another scheme', { client_id: 'secretive' }, { authorization: 'Bearer x' }],
  ])('refuses %s', async (_what, fields, headers) => {
    const answer = await exchange(
      { client_id: 'secretive', ...(await code('secretive')), ...fields },
      headers,
    );
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_client' } });
  });

  it('refuses scopes of which the client cannot read every attribute', async () => {
    const answer = await exchange({ ...(await code('half-blind')), client_id: 'half-blind' });
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('gives no ID token without openid', async () => {
    const { status, body } = await exchange(await code('public', { scope: 'aws.cognito.signin.user.admin' }));
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('id_token');
  });

  it('refuses a JSON body', async () => {
    const response = await fetch(`${local.url}/oauth2/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect([response.status, await response.json()]).toMatchObject([400, { error: 'invalid_request' }]);
  });

  it('refuses a code whose user was disabled meanwhile', async () => {
    const fields = await code();
    const user = { UserPoolId: POOL, Username: EMAIL };
    await sdkOf(local).adminDisableUser(user);
    const answer = await exchange(fields);
    await sdkOf(local).adminEnableUser(user);
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('answers browsers of any origin, the preflight of Swagger UI too', async () => {
    const preflight = await fetch(`${local.url}/oauth2/token`, { method: 'OPTIONS' });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('x-requested-with');
    for (const answer of [await exchange(await code()), await exchange({ code: 'x' })]) {
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });
});

describe('userInfo and revoke', () => {
  const userInfo = (headers: Record<string, string>) => fetch(`${local.url}/oauth2/userInfo`, { headers });

  it('userInfo without token is 400, with a bad one 401 with WWW-Authenticate', async () => {
    expect((await userInfo({})).status).toBe(400);
    const bad = await userInfo({ authorization: 'Bearer x.y.z' });
    expect(bad.status).toBe(401);
    expect(bad.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token"/);
  });

  it('userInfo refuses the tokens of API sign-in, which lack openid', async () => {
    const { AuthenticationResult } = await sdkOf(local).adminInitiateAuth({
      UserPoolId: POOL,
      ClientId: 'backend',
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: EMAIL, PASSWORD: 'Passw0rd!' },
    });
    expect((await userInfo({ authorization: `Bearer ${AuthenticationResult?.AccessToken}` })).status).toBe(
      401,
    );
  });

  it('revoke answers 200 for an unknown token and names the other faults', async () => {
    const tokens = (await exchange(await code())).body;
    expect((await post('/oauth2/revoke', { client_id: 'public', token: 'unknown' })).status).toBe(200);
    expect(await post('/oauth2/revoke', { client_id: 'public' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
    expect(
      await post('/oauth2/revoke', { client_id: 'public', token: String(tokens['access_token']) }),
    ).toMatchObject({
      status: 400,
      body: { error: 'unsupported_token_type' },
    });
    expect(await post('/oauth2/revoke', { client_id: 'nobody', token: 'x' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  });
});
