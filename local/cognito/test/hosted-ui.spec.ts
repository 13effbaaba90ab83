import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as oidc from 'openid-client';
import type { LocalCognito } from '../src/index.ts';
import { Browser } from './support/browser.ts';
import { claimsOf, refused } from './support/expect.ts';
import {
  CALLBACK,
  completeSignIn,
  confirmAda,
  EMAIL,
  POOL,
  prepare,
  sdkOf,
  SIGNED_OUT,
  signInAt,
  startHosted,
} from './support/hosted.ts';

let local: LocalCognito;
beforeAll(async () => {
  local = await startHosted();
  await confirmAda(local);
});
afterAll(() => local.close());

describe('code and PKCE by openid-client', () => {
  it.each(['public', 'secretive'])('complete for the %s client', async (client) => {
    const { tokens } = await completeSignIn(local, client);
    expect(tokens.token_type).toBe('bearer');
    expect(tokens.expires_in).toBe(3600);
    expect(tokens.claims()).toMatchObject({ email: EMAIL, email_verified: true, name: 'Ada', aud: client });
    expect(tokens.refresh_token).toBeDefined();
  });

  it('the ID token has nonce and at_hash, custom attributes and no foreign ones', async () => {
    const { tokens, checks } = await completeSignIn(local);
    expect(tokens.claims()).toMatchObject({
      nonce: checks.expectedNonce,
      at_hash: expect.any(String),
      'custom:tenant_id': 'tenant_a',
      iss: local.issuer(POOL),
    });
  });

  it('the access token has the granted scopes', async () => {
    const { tokens } = await completeSignIn(local);
    expect(String(claimsOf(tokens.access_token)['scope']).split(' ').sort()).toEqual([
      'email',
      'openid',
      'profile',
    ]);
  });

  it('only the attributes of the scopes are in the ID token', async () => {
    const { tokens } = await completeSignIn(local, 'public', { scope: 'openid email' });
    expect(tokens.claims()).toMatchObject({ email: EMAIL });
    expect(tokens.claims()).not.toHaveProperty('name');
    expect(tokens.claims()).not.toHaveProperty('custom:tenant_id');
  });

  it('openid alone opens every readable attribute', async () => {
    const { tokens } = await completeSignIn(local, 'public', { scope: 'openid' });
    expect(tokens.claims()).toMatchObject({ email: EMAIL, 'custom:tenant_id': 'tenant_a' });
  });

  it('refreshing gives no new refresh token without rotation, and one with it', async () => {
    const plain = await completeSignIn(local, 'public');
    const kept = await oidc.refreshTokenGrant(plain.config, plain.tokens.refresh_token ?? '');
    expect(kept.refresh_token).toBeUndefined();
    expect(kept.claims()).toMatchObject({ email: EMAIL });
    const { config, tokens } = await completeSignIn(local, 'secretive');
    const rotated = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(rotated.refresh_token).not.toBe(tokens.refresh_token);
    await expect(oidc.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('userInfo answers by scope, with email_verified as a string', async () => {
    const { config, tokens } = await completeSignIn(local);
    const info = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '');
    expect(info).toMatchObject({ email: EMAIL, email_verified: 'true', name: 'Ada', username: info.sub });
  });

  it('revocation ends the refresh token and the access token', async () => {
    const { config, tokens } = await completeSignIn(local);
    await oidc.tokenRevocation(config, tokens.refresh_token ?? '');
    await expect(oidc.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    await expect(
      oidc.fetchUserInfo(config, tokens.access_token, oidc.skipSubjectCheck),
    ).rejects.toMatchObject({
      status: 401,
    });
  });

  it('global sign-out ends hosted tokens as well', async () => {
    const { config, tokens } = await completeSignIn(local);
    await sdkOf(local).adminUserGlobalSignOut({ UserPoolId: POOL, Username: EMAIL });
    await expect(oidc.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('GetUser refuses the access token unless the scope for it was granted', async () => {
    const without = await completeSignIn(local);
    await refused(
      sdkOf(local).getUser({ AccessToken: without.tokens.access_token }),
      'NotAuthorizedException',
      /scope/,
    );
    const scope = 'openid aws.cognito.signin.user.admin';
    const { tokens } = await completeSignIn(local, 'public', { scope });
    expect((await sdkOf(local).getUser({ AccessToken: tokens.access_token })).UserAttributes).toBeDefined();
  });
});

describe('the browser session', () => {
  it('signs in silently at the next request, for every client of the pool, with the first auth_time', async () => {
    const browser = new Browser();
    await signInAt(browser, (await prepare(local)).url);
    const second = await prepare(local, 'secretive');
    const { location } = await browser.open(second.url);
    expect(location?.href).toMatch(/^http:\/\/localhost:3000\/callback\?code=/);
  });

  it('is asked again with prompt=login', async () => {
    const browser = new Browser();
    await signInAt(browser, (await prepare(local)).url);
    const { location } = await browser.open((await prepare(local, 'public', { prompt: 'login' })).url);
    expect(location?.pathname).toBe('/login');
  });

  it('prompt=none succeeds with it and is login_required without', async () => {
    const browser = new Browser();
    const silent = await prepare(local, 'public', { prompt: 'none' });
    const refusedSilently = (await browser.open(silent.url)).location;
    expect(refusedSilently?.searchParams.get('error')).toBe('login_required');
    expect(refusedSilently?.searchParams.get('state')).toBe(silent.checks.expectedState);
    await signInAt(browser, (await prepare(local)).url);
    expect((await browser.open(silent.url)).location?.searchParams.has('code')).toBe(true);
  });

  it('is a cookie of one hour that scripts cannot read', async () => {
    const page = await signInAt(new Browser(), (await prepare(local)).url);
    const [cookie = ''] = page.response.headers.getSetCookie();
    expect(cookie).toMatch(/; Path=\/; Max-Age=3600; HttpOnly; SameSite=Lax$/);
  });

  it('is over after an hour although the tokens go on', async () => {
    const browser = new Browser();
    await signInAt(browser, (await prepare(local)).url);
    local.clock.setOffset(3601);
    try {
      expect((await browser.open((await prepare(local)).url)).location?.pathname).toBe('/login');
    } finally {
      local.clock.setOffset(0);
    }
  });

  it('is of no use to a disabled user', async () => {
    const browser = new Browser();
    await signInAt(browser, (await prepare(local)).url);
    const user = { UserPoolId: POOL, Username: EMAIL };
    await sdkOf(local).adminDisableUser(user);
    expect((await browser.open((await prepare(local)).url)).location?.pathname).toBe('/login');
    await sdkOf(local).adminEnableUser(user);
  });

  it('ends at /logout with logout_uri, and the tokens do not', async () => {
    const browser = new Browser();
    const { url, config, checks } = await prepare(local);
    const { location } = await signInAt(browser, url);
    const tokens = await oidc.authorizationCodeGrant(config, location ?? url, checks);
    const out = await browser.open(
      `${local.url}/logout?client_id=public&logout_uri=${encodeURIComponent(SIGNED_OUT)}`,
    );
    expect(out.location?.href).toBe(SIGNED_OUT);
    expect((await browser.open((await prepare(local)).url)).location?.pathname).toBe('/login');
    expect((await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '')).access_token).toBeDefined();
  });

  it('ends at /logout with redirect_uri, on to the login page', async () => {
    const browser = new Browser();
    const { url } = await prepare(local);
    await signInAt(browser, url);
    const out = await browser.open(`${local.url}/logout${url.search}`);
    expect(out.location?.pathname).toBe('/login');
    expect(out.location?.searchParams.get('redirect_uri')).toBe(CALLBACK);
    expect(browser.cookieNames).not.toContain(`cognito-${POOL}`);
  });

  it('/logout leads nowhere that is not registered', async () => {
    const out = await new Browser().open(
      `${local.url}/logout?client_id=public&logout_uri=https://evil.example/`,
    );
    expect([out.status, out.location]).toEqual([400, undefined]);
  });
});

it('discovery and key set are at the issuer, the endpoints at the domain', async () => {
  const document = await (await fetch(`${local.issuer(POOL)}/.well-known/openid-configuration`)).json();
  expect(document).toMatchObject({
    issuer: local.issuer(POOL),
    jwks_uri: local.jwksUri(POOL),
    authorization_endpoint: `${local.url}/oauth2/authorize`,
    token_endpoint: `${local.url}/oauth2/token`,
  });
  expect((await fetch(`${local.url}/ap-northeast-1_Nothing/.well-known/jwks.json`)).status).toBe(404);
});
