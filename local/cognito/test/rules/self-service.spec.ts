import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AppClient } from '../support/app-client.ts';
import { refused } from '../support/expect.ts';
import { localRule, PASSWORD, Stage } from '../support/stage.ts';

let stage: Stage;
let client: AppClient;
beforeAll(async () => {
  stage = await Stage.open();
  client = await stage.client();
});
afterAll(() => stage.close());
const mails = 'it needs the mail';

async function attributesOf(AccessToken: string): Promise<Record<string, string | undefined>> {
  const { UserAttributes } = await stage.visitor.getUser({ AccessToken });
  return Object.fromEntries((UserAttributes ?? []).map(({ Name, Value }) => [Name, Value]));
}

describe('GetUser', () => {
  it('works without AWS credentials and shows what the client may read', async () => {
    const user = await stage.user({ attributes: { 'custom:tenant_id': 'tenant_a' } });
    const { access } = await client.signIn(user);
    expect(await attributesOf(access)).toEqual({
      sub: user.username,
      email: user.email,
      email_verified: 'true',
    });
  });

  it('refuses anything that is not a token', async () => {
    await refused(stage.visitor.getUser({ AccessToken: 'x.y.z' }), 'NotAuthorizedException', /Access Token/);
  });

  it('refuses the token of a deleted user', async () => {
    const user = await stage.user();
    const { access } = await client.signIn(user);
    await stage.admin.adminDeleteUser(stage.named(user.email));
    expect(await attributesOf(access).catch((error: Error) => error.name)).toMatch(/NotFound|NotAuthorized/);
  });
});

describe('UpdateUserAttributes', () => {
  const update = (AccessToken: string, Name: string, Value: string) =>
    stage.visitor.updateUserAttributes({ AccessToken, UserAttributes: [{ Name, Value }] });

  it('changes what the client may write', async () => {
    const { access } = await client.signIn(await stage.user());
    await update(access, 'name', 'Ada');
    expect((await attributesOf(access))['name']).toBe('Ada');
  });

  it('never lets a user choose the tenant: custom attributes are not writable by default', async () => {
    const { access } = await client.signIn(await stage.user());
    await refused(
      update(access, 'custom:tenant_id', 'tenant_b'),
      'NotAuthorizedException',
      /unauthorized attribute/,
    );
  });

  it('does where the client is allowed to, so that it must not be', async () => {
    const careless = await stage.client({ WriteAttributes: ['email', 'custom:tenant_id'] });
    const user = await stage.user();
    await update((await careless.signIn(user)).access, 'custom:tenant_id', 'tenant_b');
    const { UserAttributes } = await stage.admin.adminGetUser(stage.named(user.email));
    expect(UserAttributes).toContainEqual({ Name: 'custom:tenant_id', Value: 'tenant_b' });
  });

  it('keeps to WriteAttributes for standard attributes too', async () => {
    const strict = await stage.client({ WriteAttributes: ['email'] });
    const { access } = await strict.signIn(await stage.user());
    await refused(update(access, 'name', 'Ada'), 'NotAuthorizedException');
  });

  it('does not let a user call an e-mail verified', async () => {
    const { access } = await client.signIn(await stage.user());
    expect(await update(access, 'email_verified', 'true').catch((error: Error) => error.name)).toMatch(
      /NotAuthorized|InvalidParameter/,
    );
  });

  localRule('a new e-mail is unverified until the code that went to it comes back', mails, async () => {
    const { access } = await client.signIn(await stage.user());
    const email = stage.email();
    const { CodeDeliveryDetailsList } = await update(access, 'email', email);
    expect(CodeDeliveryDetailsList).toEqual([
      { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: `${email.slice(0, 1)}***@e***` },
    ]);
    expect((await attributesOf(access))['email_verified']).toBe('false');
    const code = { AccessToken: access, AttributeName: 'email' };
    await refused(stage.visitor.verifyUserAttribute({ ...code, Code: 'nope' }), 'CodeMismatchException');
    await stage.visitor.verifyUserAttribute({ ...code, Code: stage.code(email) });
    expect((await attributesOf(access))['email_verified']).toBe('true');
  });
});

describe('ChangePassword', () => {
  const change = (AccessToken: string, PreviousPassword: string, ProposedPassword: string) =>
    stage.visitor.changePassword({ AccessToken, PreviousPassword, ProposedPassword });

  it('changes it', async () => {
    const user = await stage.user();
    const { access } = await client.signIn(user);
    await change(access, PASSWORD, 'N3wPassw0rd!');
    await refused(client.signIn(user), 'NotAuthorizedException');
    expect((await client.signIn({ ...user, password: 'N3wPassw0rd!' })).access).not.toBe('');
  });

  it('wants the right old one', async () => {
    const { access } = await client.signIn(await stage.user());
    await refused(change(access, 'Wr0ngPass!', 'N3wPassw0rd!'), 'NotAuthorizedException');
  });

  it('wants a new one that meets the policy', async () => {
    const { access } = await client.signIn(await stage.user());
    await refused(change(access, PASSWORD, 'weak'), 'InvalidPasswordException');
  });

  localRule('counts wrong old passwords for the lock-out', 'it would lock an account', async () => {
    const { access } = await client.signIn(await stage.user());
    for (let index = 0; index < 5; index += 1) {
      await refused(change(access, 'Wr0ngPass!', 'N3wPassw0rd!'), 'NotAuthorizedException');
    }
    await refused(change(access, PASSWORD, 'N3wPassw0rd!'), 'NotAuthorizedException', /attempts exceeded/);
  });
});

describe('SignUp', () => {
  const signUp = (email: string, more: object = {}) =>
    stage.visitor.signUp({ ClientId: client.id, Username: email, Password: PASSWORD, ...more });
  const confirm = (email: string, ConfirmationCode: string) =>
    stage.visitor.confirmSignUp({ ClientId: client.id, Username: email, ConfirmationCode });

  localRule('makes an unconfirmed user who cannot sign in until the code is confirmed', mails, async () => {
    const email = stage.email();
    const { UserConfirmed, UserSub } = await signUp(email);
    expect(UserConfirmed).toBe(false);
    await refused(client.initiate(email, PASSWORD), 'UserNotConfirmedException');
    await confirm(email, stage.code(email));
    const { access } = await client.signIn({ email, username: UserSub ?? '', password: PASSWORD });
    expect((await attributesOf(access))['email_verified']).toBe('true');
  });

  localRule('says CodeMismatchException, then LimitExceededException', mails, async () => {
    const email = stage.email();
    await signUp(email);
    for (let index = 0; index < 5; index += 1) await refused(confirm(email, 'nope'), 'CodeMismatchException');
    await refused(confirm(email, stage.code(email)), 'LimitExceededException');
  });

  localRule('codes expire after a day, and another can be sent', mails, async () => {
    const email = stage.email();
    await signUp(email);
    const old = stage.code(email);
    await stage.later(86_401, async () => {
      await refused(confirm(email, old), 'ExpiredCodeException');
      await stage.visitor.resendConfirmationCode({ ClientId: client.id, Username: email });
      await confirm(email, stage.code(email));
    });
  });

  localRule('does not let a user choose the tenant', mails, async () => {
    const UserAttributes = [{ Name: 'custom:tenant_id', Value: 'tenant_b' }];
    await refused(signUp(stage.email(), { UserAttributes }), 'NotAuthorizedException');
  });

  it('refuses an e-mail that has an account', async () => {
    await refused(signUp((await stage.user()).email), 'UsernameExistsException');
  });

  it('refuses a password that does not meet the policy', async () => {
    await refused(signUp(stage.email(), { Password: 'weak-pass' }), 'InvalidPasswordException');
  });

  localRule(
    'is closed in a pool where only administrators create users',
    'it needs a pool of its own',
    async () => {
      const AdminCreateUserConfig = { AllowAdminCreateUserOnly: true };
      const { UserPool } = await stage.admin.createUserPool({ PoolName: 'closed', AdminCreateUserConfig });
      const settings = { UserPoolId: UserPool?.Id, ClientName: 'closed' };
      const { UserPoolClient } = await stage.admin.createUserPoolClient(settings);
      const call = stage.visitor.signUp({
        ClientId: UserPoolClient?.ClientId,
        Username: 'ada',
        Password: PASSWORD,
      });
      await refused(call, 'NotAuthorizedException', /not permitted/);
    },
  );
});

describe('forgotten passwords', () => {
  const forgot = (email: string, from = client) =>
    stage.visitor.forgotPassword({ ClientId: from.id, Username: email, SecretHash: from.secretHash(email) });
  const confirm = (email: string, ConfirmationCode: string, Password = 'N3wPassw0rd!') =>
    stage.visitor.confirmForgotPassword({ ClientId: client.id, Username: email, ConfirmationCode, Password });

  localRule('are replaced by the code that was mailed', mails, async () => {
    const user = await stage.user();
    const { CodeDeliveryDetails } = await forgot(user.email);
    expect(CodeDeliveryDetails).toMatchObject({ DeliveryMedium: 'EMAIL', AttributeName: 'email' });
    await confirm(user.email, stage.code(user.email));
    expect((await client.signIn({ ...user, password: 'N3wPassw0rd!' })).access).not.toBe('');
  });

  localRule('a code is for one use', mails, async () => {
    const user = await stage.user();
    await forgot(user.email);
    await confirm(user.email, stage.code(user.email));
    await refused(confirm(user.email, stage.code(user.email)), 'ExpiredCodeException');
  });

  localRule('a code lives an hour', mails, async () => {
    const user = await stage.user();
    await forgot(user.email);
    await stage.later(3601, () =>
      refused(confirm(user.email, stage.code(user.email)), 'ExpiredCodeException').then(() => undefined),
    );
  });

  localRule('a wrong code is CodeMismatchException, and five end it', mails, async () => {
    const user = await stage.user();
    await forgot(user.email);
    for (let index = 0; index < 5; index += 1)
      await refused(confirm(user.email, 'nope'), 'CodeMismatchException');
    await refused(confirm(user.email, stage.code(user.email)), 'LimitExceededException');
  });

  localRule('a weak new password does not cost the code', mails, async () => {
    const user = await stage.user();
    await forgot(user.email);
    await refused(confirm(user.email, stage.code(user.email), 'weak-pass'), 'InvalidPasswordException');
    await confirm(user.email, stage.code(user.email));
  });

  localRule('an unknown user gets a simulated delivery, and no mail is sent', 'it sends mail', async () => {
    const nobody = stage.email();
    const { CodeDeliveryDetails } = await forgot(nobody);
    expect(CodeDeliveryDetails).toMatchObject({ Destination: `${nobody.slice(0, 1)}***@e***` });
    expect(stage.local.outbox(nobody)).toEqual([]);
  });

  it('an unknown user is UserNotFoundException where existence is not hidden', async () => {
    const open = await stage.client({ PreventUserExistenceErrors: 'LEGACY' });
    await refused(forgot(stage.email(), open), 'UserNotFoundException');
  });

  it('without a code asked for it is ExpiredCodeException', async () => {
    const user = await stage.user();
    await refused(confirm(user.email, '123456'), 'ExpiredCodeException');
  });

  it('need SecretHash where the client has a secret', async () => {
    const secretive = await stage.client({ GenerateSecret: true });
    const user = await stage.user();
    const call = stage.visitor.forgotPassword({ ClientId: secretive.id, Username: user.email });
    await refused(call, 'NotAuthorizedException', /secret/i);
  });

  it('are not for users with a temporary password', async () => {
    const user = await stage.user({ temporary: true });
    await refused(forgot(user.email), 'NotAuthorizedException');
  });
});
