import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AppClient } from '../support/app-client.ts';
import { claimsOf, refused } from '../support/expect.ts';
import { localRule, Stage, type TestUser } from '../support/stage.ts';

let stage: Stage;
let user: TestUser;
beforeAll(async () => {
  stage = await Stage.open();
  user = await stage.user();
});
afterAll(() => stage.close());

const rotating = (grace: number) => ({
  ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH' as const],
  RefreshTokenRotation: { Feature: 'ENABLED' as const, RetryGracePeriodSeconds: grace },
});

describe('without rotation', () => {
  let client: AppClient;
  beforeAll(async () => {
    client = await stage.client();
  });

  it('GetTokensFromRefreshToken gives access and ID token but no refresh token', async () => {
    const renewed = await client.refresh((await client.signIn(user)).refresh);
    expect(renewed).toMatchObject({
      AccessToken: expect.any(String),
      IdToken: expect.any(String),
      ExpiresIn: 3600,
    });
    expect(renewed.RefreshToken).toBeUndefined();
  });

  it('REFRESH_TOKEN_AUTH does the same', async () => {
    const { refresh } = await client.signIn(user);
    const { AuthenticationResult } = await client.initiateWith('REFRESH_TOKEN_AUTH', {
      REFRESH_TOKEN: refresh,
    });
    expect(AuthenticationResult?.AccessToken).toBeDefined();
    expect(AuthenticationResult?.RefreshToken).toBeUndefined();
  });

  it('REFRESH_TOKEN_AUTH works for InitiateAuth too', async () => {
    const { refresh } = await client.signIn(user);
    const { AuthenticationResult } = await stage.visitor.initiateAuth({
      ClientId: client.id,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: refresh },
    });
    expect(AuthenticationResult?.IdToken).toBeDefined();
  });

  it('the same refresh token works again and again', async () => {
    const { refresh } = await client.signIn(user);
    await client.refresh(refresh);
    expect((await client.refresh(refresh)).AccessToken).toBeDefined();
  });

  it('auth_time and origin_jti stay, jti changes', async () => {
    const first = await client.signIn(user);
    const [before, after] = [first.access, (await client.refresh(first.refresh)).AccessToken ?? ''].map(
      claimsOf,
    );
    expect(after).toMatchObject({ auth_time: before?.['auth_time'], origin_jti: before?.['origin_jti'] });
    expect(after?.['jti']).not.toBe(before?.['jti']);
  });

  it('attributes and groups are read afresh', async () => {
    const other = await stage.user();
    const { refresh } = await client.signIn(other);
    const UserAttributes = [{ Name: 'name', Value: 'Renamed' }];
    await stage.admin.adminUpdateUserAttributes({ ...stage.named(other.email), UserAttributes });
    expect(claimsOf((await client.refresh(refresh)).IdToken ?? '')['name']).toBe('Renamed');
  });

  it('REFRESH_TOKEN_AUTH wants SECRET_HASH over the real user name, not the e-mail', async () => {
    const secretive = await stage.client({ GenerateSecret: true });
    const { refresh } = await secretive.signIn(user);
    const with_ = (name: string) =>
      secretive.initiateWith('REFRESH_TOKEN_AUTH', {
        REFRESH_TOKEN: refresh,
        SECRET_HASH: secretive.secretHash(name) ?? '',
      });
    await refused(with_(user.email), 'NotAuthorizedException', /secret/i);
    expect((await with_(user.username)).AuthenticationResult?.AccessToken).toBeDefined();
  });

  it('GetTokensFromRefreshToken wants the secret itself', async () => {
    const secretive = await stage.client({ GenerateSecret: true });
    const { refresh } = await secretive.signIn(user);
    const call = stage.visitor.getTokensFromRefreshToken({ ClientId: secretive.id, RefreshToken: refresh });
    await refused(call, 'NotAuthorizedException');
    expect((await secretive.refresh(refresh)).AccessToken).toBeDefined();
  });

  it('a refresh token is of its client alone', async () => {
    const other = await stage.client();
    await refused(other.refresh((await client.signIn(user)).refresh), 'NotAuthorizedException');
  });

  it('an invented refresh token is refused', async () => {
    await refused(
      client.refresh('eyJjdHkiOiJKV1QifQ.a.b.c.d'),
      'NotAuthorizedException',
      /Invalid Refresh Token/,
    );
  });

  it('a disabled user cannot refresh', async () => {
    const other = await stage.user();
    const { refresh } = await client.signIn(other);
    await stage.admin.adminDisableUser(stage.named(other.email));
    await refused(client.refresh(refresh), 'NotAuthorizedException');
  });

  it('a deleted user cannot refresh', async () => {
    const other = await stage.user();
    const { refresh } = await client.signIn(other);
    await stage.admin.adminDeleteUser(stage.named(other.email));
    expect(await client.refresh(refresh).catch((error: Error) => error.name)).toMatch(/Exception$/);
  });

  localRule('a refresh token ends with its validity', 'it takes an hour', async () => {
    const short = await stage.client({
      RefreshTokenValidity: 60,
      TokenValidityUnits: { RefreshToken: 'minutes' },
    });
    const { refresh } = await short.signIn(user);
    await stage.later(3590, async () => {
      expect((await short.refresh(refresh)).AccessToken).toBeDefined();
    });
    await stage.later(3610, async () => {
      await refused(short.refresh(refresh), 'NotAuthorizedException', /expired/);
    });
  });
});

describe('with rotation', () => {
  it('each refresh gives a new refresh token, which works', async () => {
    const client = await stage.client(rotating(0));
    const { refresh } = await client.signIn(user);
    const { RefreshToken = '' } = await client.refresh(refresh);
    expect(RefreshToken).not.toBe(refresh);
    expect((await client.refresh(RefreshToken)).RefreshToken).toBeDefined();
  });

  it('without grace period the old one dies at once, with RefreshTokenReuseException', async () => {
    const client = await stage.client(rotating(0));
    const { refresh } = await client.signIn(user);
    await client.refresh(refresh);
    await refused(client.refresh(refresh), 'RefreshTokenReuseException');
  });

  it('reuse is refused but does not end the newer token', async () => {
    const client = await stage.client(rotating(0));
    const { refresh } = await client.signIn(user);
    const { RefreshToken = '' } = await client.refresh(refresh);
    await refused(client.refresh(refresh), 'RefreshTokenReuseException');
    expect((await client.refresh(RefreshToken)).AccessToken).toBeDefined();
  });

  it('within the grace period the old one still works', async () => {
    const client = await stage.client(rotating(60));
    const { refresh } = await client.signIn(user);
    await client.refresh(refresh);
    expect((await client.refresh(refresh)).AccessToken).toBeDefined();
  });

  localRule('the grace period counts from the first use', 'it takes a minute', async () => {
    const client = await stage.client(rotating(10));
    const { refresh } = await client.signIn(user);
    await client.refresh(refresh);
    await stage.later(8, async () => {
      await client.refresh(refresh);
    });
    await stage.later(11, async () => {
      await refused(client.refresh(refresh), 'RefreshTokenReuseException');
    });
  });

  it('of two parallel refreshes without grace period one is refused', async () => {
    const client = await stage.client(rotating(0));
    const { refresh } = await client.signIn(user);
    const outcomes = await Promise.allSettled([client.refresh(refresh), client.refresh(refresh)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  localRule('the new token lives only for the remaining time of the first', 'it takes an hour', async () => {
    const validity = { RefreshTokenValidity: 60, TokenValidityUnits: { RefreshToken: 'minutes' as const } };
    const client = await stage.client({ ...rotating(0), ...validity });
    let { refresh } = await client.signIn(user);
    await stage.later(3000, async () => {
      refresh = (await client.refresh(refresh)).RefreshToken ?? '';
    });
    await stage.later(3610, async () => {
      await refused(client.refresh(refresh), 'NotAuthorizedException', /expired/);
    });
  });

  it('REFRESH_TOKEN_AUTH is not available', async () => {
    const client = await stage.client(rotating(0));
    const { refresh } = await client.signIn(user);
    const call = client.initiateWith('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: refresh });
    expect(await call.catch((error: Error) => error.name)).toMatch(/InvalidParameter|NotAuthorized/);
  });

  it('cannot be configured together with ALLOW_REFRESH_TOKEN_AUTH', async () => {
    const both = { ...rotating(0), ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH' as const] };
    await refused(stage.createClient(both), 'InvalidParameterException');
  });

  it('cannot be configured with a grace period over 60 seconds', async () => {
    await refused(stage.createClient(rotating(61)), 'InvalidParameterException', /retryGracePeriodSeconds/i);
  });
});
