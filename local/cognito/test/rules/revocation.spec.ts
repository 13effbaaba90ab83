import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AppClient } from '../support/app-client.ts';
import { claimsOf, refused } from '../support/expect.ts';
import { PASSWORD, Stage, type TestUser } from '../support/stage.ts';

let stage: Stage;
let client: AppClient;
let user: TestUser;
beforeAll(async () => {
  stage = await Stage.open();
  client = await stage.client();
});
afterAll(() => stage.close());

const getUser = (AccessToken: string) => stage.visitor.getUser({ AccessToken });

describe('RevokeToken', () => {
  beforeAll(async () => {
    user = await stage.user();
  });

  it('ends the refresh token', async () => {
    const { refresh } = await client.signIn(user);
    await client.revoke(refresh);
    await refused(client.refresh(refresh), 'NotAuthorizedException', /revoked/i);
  });

  it('ends the access token of the same sign-in for the service itself', async () => {
    const { access, refresh } = await client.signIn(user);
    await getUser(access);
    await client.revoke(refresh);
    await refused(getUser(access), 'NotAuthorizedException', /revoked/);
  });

  it('ends the access tokens that were refreshed from it', async () => {
    const { refresh } = await client.signIn(user);
    const { AccessToken = '' } = await client.refresh(refresh);
    await client.revoke(refresh);
    await refused(getUser(AccessToken), 'NotAuthorizedException', /revoked/);
  });

  it('leaves other sign-ins of the user alone', async () => {
    const [one, two] = [await client.signIn(user), await client.signIn(user)];
    await client.revoke(one.refresh);
    expect((await getUser(two.access)).Username).toBe(user.username);
  });

  it('may be repeated', async () => {
    const { refresh } = await client.signIn(user);
    await client.revoke(refresh);
    await client.revoke(refresh);
  });

  it('refuses an access token', async () => {
    const { access } = await client.signIn(user);
    await refused(client.revoke(access), 'UnsupportedTokenTypeException');
  });

  it('refuses a wrong client secret', async () => {
    const secretive = await stage.client({ GenerateSecret: true });
    const { refresh } = await secretive.signIn(user);
    const wrong = { ClientId: secretive.id, Token: refresh, ClientSecret: 'a'.repeat(40) };
    expect(await stage.visitor.revokeToken(wrong).catch((error: Error) => error.name)).toMatch(/Exception$/);
    expect((await secretive.refresh(refresh)).AccessToken).toBeDefined();
  });

  it("does not end another client's token", async () => {
    const { refresh } = await client.signIn(user);
    const other = await stage.client();
    await other.revoke(refresh).catch((error: Error) => error.name);
    expect((await client.refresh(refresh)).AccessToken).toBeDefined();
  });

  it('is unsupported where the client has it off', async () => {
    const without = await stage.client({ EnableTokenRevocation: false });
    const { refresh } = await without.signIn(user);
    await refused(without.revoke(refresh), 'UnsupportedOperationException');
  });

  it('is what puts origin_jti into the tokens', async () => {
    const without = await stage.client({ EnableTokenRevocation: false });
    expect(claimsOf((await without.signIn(user)).access)).not.toHaveProperty('origin_jti');
    expect(claimsOf((await client.signIn(user)).access)).toHaveProperty('origin_jti');
  });
});

describe('signing out everywhere', () => {
  beforeAll(async () => {
    user = await stage.user();
  });

  it('AdminUserGlobalSignOut ends every sign-in of the user', async () => {
    const signedIn = [await client.signIn(user), await client.signIn(user)];
    await stage.admin.adminUserGlobalSignOut(stage.named(user.email));
    for (const { access, refresh } of signedIn) {
      await refused(getUser(access), 'NotAuthorizedException', /revoked/);
      await refused(client.refresh(refresh), 'NotAuthorizedException');
    }
  });

  it('AdminUserGlobalSignOut reaches all clients', async () => {
    const other = await stage.client();
    const { refresh } = await other.signIn(user);
    await stage.admin.adminUserGlobalSignOut(stage.named(user.username));
    await refused(other.refresh(refresh), 'NotAuthorizedException');
  });

  it('AdminUserGlobalSignOut does not keep the user from signing in again', async () => {
    await stage.admin.adminUserGlobalSignOut(stage.named(user.email));
    expect((await getUser((await client.signIn(user)).access)).Username).toBe(user.username);
  });

  it('GlobalSignOut does the same with the access token of the user', async () => {
    const { access, refresh } = await client.signIn(user);
    await stage.visitor.globalSignOut({ AccessToken: access });
    await refused(client.refresh(refresh), 'NotAuthorizedException');
    await refused(stage.visitor.globalSignOut({ AccessToken: access }), 'NotAuthorizedException');
  });

  it('leaves other users alone', async () => {
    const other = await stage.user();
    const { access } = await client.signIn(other);
    await stage.admin.adminUserGlobalSignOut(stage.named(user.email));
    expect((await getUser(access)).Username).toBe(other.username);
  });

  it('also works where the client has no revocation', async () => {
    const without = await stage.client({ EnableTokenRevocation: false });
    const { access } = await without.signIn(user);
    await stage.admin.adminUserGlobalSignOut(stage.named(user.email));
    await refused(getUser(access), 'NotAuthorizedException');
  });

  it('AdminDisableUser ends access tokens', async () => {
    const other = await stage.user();
    const { access } = await client.signIn(other);
    await stage.admin.adminDisableUser(stage.named(other.email));
    await refused(getUser(access), 'NotAuthorizedException');
  });

  it('an unknown user is UserNotFoundException, whatever the client hides', async () => {
    await refused(stage.admin.adminUserGlobalSignOut(stage.named(stage.email())), 'UserNotFoundException');
  });

  it('a changed password does not sign anybody out', async () => {
    const other = await stage.user();
    const { refresh } = await client.signIn(other);
    await stage.admin.adminSetUserPassword({
      ...stage.named(other.email),
      Password: `${PASSWORD}2`,
      Permanent: true,
    });
    expect((await client.refresh(refresh)).AccessToken).toBeDefined();
  });
});
