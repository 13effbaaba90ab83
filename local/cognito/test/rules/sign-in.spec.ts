import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AppClient } from '../support/app-client.ts';
import { refused } from '../support/expect.ts';
import { localRule, PASSWORD, Stage, type TestUser } from '../support/stage.ts';

let stage: Stage;
let client: AppClient;
let user: TestUser;

beforeAll(async () => {
  stage = await Stage.open();
  client = await stage.client();
  user = await stage.user();
});
afterAll(() => stage.close());

describe('admin sign-in', () => {
  it('gives three tokens and how long the access token lasts', async () => {
    const { AuthenticationResult, ChallengeName } = await client.initiate(user.email, PASSWORD);
    expect(ChallengeName).toBeUndefined();
    expect(AuthenticationResult).toEqual({
      AccessToken: expect.any(String),
      IdToken: expect.any(String),
      RefreshToken: expect.any(String),
      TokenType: 'Bearer',
      ExpiresIn: 3600,
    });
  });

  it('takes the e-mail in any case', async () => {
    expect((await client.initiate(user.email.toUpperCase(), PASSWORD)).AuthenticationResult).toBeDefined();
  });

  it('takes the real user name as well as the e-mail', async () => {
    expect((await client.initiate(user.username, PASSWORD)).AuthenticationResult).toBeDefined();
  });

  it('knows the flow by its old name ADMIN_NO_SRP_AUTH', async () => {
    const answer = await client.initiateWith('ADMIN_NO_SRP_AUTH', { USERNAME: user.email, PASSWORD });
    expect(answer.AuthenticationResult).toBeDefined();
  });

  it('refuses a wrong password with NotAuthorizedException', async () => {
    const other = await stage.user();
    await refused(
      client.initiate(other.email, 'Wr0ngPass!'),
      'NotAuthorizedException',
      /Incorrect username or password/,
    );
  });

  it('does not tell an unknown user from a wrong password when existence is hidden', async () => {
    const other = await stage.user();
    const unknown = await refused(client.initiate(stage.email(), PASSWORD), 'NotAuthorizedException');
    const wrong = await refused(client.initiate(other.email, 'Wr0ngPass!'), 'NotAuthorizedException');
    expect(unknown).toBe(wrong);
  });

  it('says UserNotFoundException where existence is not hidden, which is the default', async () => {
    const { ClientId } = await stage.createClient({ PreventUserExistenceErrors: undefined });
    const call = stage.admin.adminInitiateAuth({
      UserPoolId: stage.poolId,
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: stage.email(), PASSWORD },
    });
    await refused(call, 'UserNotFoundException');
  });

  it('refuses a disabled user', async () => {
    const other = await stage.user();
    await stage.admin.adminDisableUser(stage.named(other.email));
    await refused(client.signIn(other), 'NotAuthorizedException');
  });

  it('lets an enabled user in again', async () => {
    const other = await stage.user();
    await stage.admin.adminDisableUser(stage.named(other.email));
    await stage.admin.adminEnableUser(stage.named(other.email));
    expect((await client.signIn(other)).access).not.toBe('');
  });

  it('refuses a deleted user', async () => {
    const other = await stage.user();
    await stage.admin.adminDeleteUser(stage.named(other.email));
    await refused(client.signIn(other), 'NotAuthorizedException');
  });

  it('names the missing parameter', async () => {
    const call = client.initiateWith('ADMIN_USER_PASSWORD_AUTH', { USERNAME: user.email });
    await refused(call, 'InvalidParameterException', /PASSWORD/);
  });

  it('is not open to a client without the flow', async () => {
    const other = await stage.client({ ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] });
    await refused(other.signIn(user), 'InvalidParameterException', /flow/i);
  });

  it('does not accept USER_PASSWORD_AUTH', async () => {
    const call = client.initiateWith('USER_PASSWORD_AUTH', { USERNAME: user.email, PASSWORD });
    await refused(call, 'InvalidParameterException');
  });

  it('refuses an unknown client', async () => {
    const call = stage.admin.adminInitiateAuth({
      UserPoolId: stage.poolId,
      ClientId: '1234567890abcdefghijklmnop',
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: user.email, PASSWORD },
    });
    await refused(call, 'ResourceNotFoundException');
  });

  it('refuses an unknown pool', async () => {
    const call = stage.admin.adminInitiateAuth({
      UserPoolId: `${stage.poolId.split('_')[0]}_AAAAAAAAA`,
      ClientId: client.id,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: user.email, PASSWORD },
    });
    await refused(call, 'ResourceNotFoundException');
  });
});

describe('public sign-in', () => {
  const initiate = (ClientId: string, parameters: Record<string, string>) =>
    stage.visitor.initiateAuth({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: parameters });

  it('works without AWS credentials where the client allows it', async () => {
    const open = await stage.client({
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    });
    const { AuthenticationResult } = await initiate(open.id, { USERNAME: user.email, PASSWORD });
    expect(AuthenticationResult?.AccessToken).toBeDefined();
  });

  it('is closed for a client of the admin flow alone', async () => {
    await refused(
      initiate(client.id, { USERNAME: user.email, PASSWORD }),
      'InvalidParameterException',
      /flow/i,
    );
  });

  it('does not accept the admin flow', async () => {
    const call = stage.visitor.initiateAuth({
      ClientId: client.id,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: user.email, PASSWORD },
    });
    await refused(call, 'InvalidParameterException');
  });
});

describe('SECRET_HASH', () => {
  let secretive: AppClient;
  beforeAll(async () => {
    secretive = await stage.client({ GenerateSecret: true });
  });

  it('signs in when it is right, over the name as sent', async () => {
    expect((await secretive.signIn(user)).access).not.toBe('');
  });

  it('is refused when missing', async () => {
    const call = stage.admin.adminInitiateAuth({
      UserPoolId: stage.poolId,
      ClientId: secretive.id,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: user.email, PASSWORD },
    });
    await refused(call, 'NotAuthorizedException', /secret/i);
  });

  it('is refused when wrong', async () => {
    const call = secretive.initiateWith('ADMIN_USER_PASSWORD_AUTH', {
      USERNAME: user.email,
      PASSWORD,
      SECRET_HASH: Buffer.from('wrong').toString('base64'),
    });
    await refused(call, 'NotAuthorizedException', /secret/i);
  });

  it('is refused when made for another name', async () => {
    const call = secretive.initiateWith('ADMIN_USER_PASSWORD_AUTH', {
      USERNAME: user.email,
      PASSWORD,
      SECRET_HASH: secretive.secretHash('someone@example.com') ?? '',
    });
    await refused(call, 'NotAuthorizedException');
  });

  it('is refused for a client without secret', async () => {
    const call = client.initiateWith('ADMIN_USER_PASSWORD_AUTH', {
      USERNAME: user.email,
      PASSWORD,
      SECRET_HASH: 'eA==',
    });
    await refused(call, 'NotAuthorizedException', /secret/i);
  });
});

describe('lock-out', () => {
  const fail = (email: string) => client.initiate(email, 'Wr0ngPass!');
  const needsClock = 'it would lock an account for minutes';

  async function failures(email: string, count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) await refused(fail(email), 'NotAuthorizedException');
  }

  localRule('begins with the fifth failure and refuses even the right password', needsClock, async () => {
    const other = await stage.user();
    await failures(other.email, 5);
    await refused(client.signIn(other), 'NotAuthorizedException', /Password attempts exceeded/);
  });

  localRule('does not begin with the fourth', needsClock, async () => {
    const other = await stage.user();
    await failures(other.email, 4);
    expect((await client.signIn(other)).access).not.toBe('');
  });

  localRule('is over after a second', needsClock, async () => {
    const other = await stage.user();
    await failures(other.email, 5);
    await stage.later(2, async () => {
      expect((await client.signIn(other)).access).not.toBe('');
    });
  });

  localRule('doubles with each further failure', needsClock, async () => {
    const other = await stage.user();
    await failures(other.email, 5);
    await stage.later(2, () => failures(other.email, 1));
    await stage.later(3, async () => {
      await refused(client.signIn(other), 'NotAuthorizedException', /Password attempts exceeded/);
    });
    await stage.later(5, async () => {
      expect((await client.signIn(other)).access).not.toBe('');
    });
  });

  localRule('is not extended by attempts during it', needsClock, async () => {
    const other = await stage.user();
    await failures(other.email, 20);
    await stage.later(2, async () => {
      expect((await client.signIn(other)).access).not.toBe('');
    });
  });

  localRule('cannot be slipped past by parallel guesses', needsClock, async () => {
    const other = await stage.user();
    const guesses = Array.from({ length: 12 }, () =>
      fail(other.email).catch((error: Error) => error.message),
    );
    const locked = (await Promise.all(guesses)).filter((message) => message === 'Password attempts exceeded');
    expect(locked).toHaveLength(7);
  });

  localRule('also holds for names that nobody has', needsClock, async () => {
    const nobody = stage.email();
    await failures(nobody, 5);
    await refused(fail(nobody), 'NotAuthorizedException', /Password attempts exceeded/);
  });

  localRule('is forgotten after fifteen quiet minutes', needsClock, async () => {
    const other = await stage.user();
    await failures(other.email, 4);
    await stage.later(16 * 60, async () => {
      await failures(other.email, 4);
      expect((await client.signIn(other)).access).not.toBe('');
    });
  });
});
