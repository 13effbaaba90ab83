import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AttributeType } from '@aws-sdk/client-cognito-identity-provider';
import type { AppClient } from '../support/app-client.ts';
import { refused } from '../support/expect.ts';
import { localRule, PASSWORD, Stage, TEMPORARY, type TestUser } from '../support/stage.ts';

let stage: Stage;
let client: AppClient;
beforeAll(async () => {
  stage = await Stage.open();
  client = await stage.client();
});
afterAll(() => stage.close());

const valueOf = (attributes: AttributeType[] | undefined, name: string) =>
  attributes?.find(({ Name }) => Name === name)?.Value;
const outboxOnly = 'it would send mail';

async function attribute(user: TestUser, name: string): Promise<string | undefined> {
  return valueOf((await stage.admin.adminGetUser(stage.named(user.email))).UserAttributes, name);
}

function update(user: TestUser, attributes: Record<string, string>) {
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  return stage.admin.adminUpdateUserAttributes({ ...stage.named(user.email), UserAttributes });
}

describe('AdminCreateUser', () => {
  const create = (Username: string, more: object = {}) =>
    stage.admin.adminCreateUser({ ...stage.named(Username), MessageAction: 'SUPPRESS', ...more });

  it('makes the user name itself, equal to sub', async () => {
    const { User } = await create(stage.email());
    expect(User?.Username).toBe(valueOf(User?.Attributes, 'sub'));
    expect(User).toMatchObject({ Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD' });
    expect(User?.UserCreateDate).toBeInstanceOf(Date);
  });

  it('takes an e-mail only once, in whatever case', async () => {
    const user = await stage.user();
    await refused(create(user.email.toUpperCase()), 'UsernameExistsException');
  });

  it('wants an e-mail as the name', async () => {
    await refused(create('just-a-name'), 'InvalidParameterException', /email/);
  });

  it('wants a temporary password that meets the policy', async () => {
    await refused(create(stage.email(), { TemporaryPassword: 'weak' }), 'InvalidPasswordException');
  });

  it('refuses an attribute that the pool does not have', async () => {
    const UserAttributes = [{ Name: 'custom:nothing', Value: 'x' }];
    await refused(create(stage.email(), { UserAttributes }), 'InvalidParameterException', /custom:nothing/);
  });

  localRule('mails the temporary password when EMAIL is asked for', outboxOnly, async () => {
    const email = stage.email();
    await stage.admin.adminCreateUser({ ...stage.named(email), DesiredDeliveryMediums: ['EMAIL'] });
    const [message] = stage.local.outbox(email);
    expect(message).toMatchObject({ to: email, kind: 'invitation', temporaryPassword: expect.any(String) });
    const password = message?.temporaryPassword ?? '';
    expect((await client.initiate(email, password)).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  });

  localRule('mails nothing by default, because the default medium is SMS', outboxOnly, async () => {
    const email = stage.email();
    await stage.admin.adminCreateUser(stage.named(email));
    expect(stage.local.outbox(email)).toEqual([]);
  });

  localRule('RESEND sends a new temporary password and ends the old one', outboxOnly, async () => {
    const user = await stage.user({ temporary: true });
    const again = { MessageAction: 'RESEND' as const, DesiredDeliveryMediums: ['EMAIL' as const] };
    await stage.admin.adminCreateUser({ ...stage.named(user.email), ...again });
    const password = stage.local.outbox(user.email)[0]?.temporaryPassword ?? '';
    await refused(client.initiate(user.email, TEMPORARY), 'NotAuthorizedException');
    expect((await client.initiate(user.email, password)).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  });

  it('RESEND is refused for a confirmed user', async () => {
    const user = await stage.user();
    await refused(create(user.email, { MessageAction: 'RESEND' }), 'UnsupportedUserStateException');
  });
});

describe('AdminGetUser and AdminDeleteUser', () => {
  it('finds by e-mail and by user name, and says UserAttributes', async () => {
    const user = await stage.user();
    const byName = await stage.admin.adminGetUser(stage.named(user.username));
    expect(byName).toMatchObject({ Username: user.username, Enabled: true, UserStatus: 'CONFIRMED' });
    expect(valueOf(byName.UserAttributes, 'email')).toBe(user.email);
    expect((await stage.admin.adminGetUser(stage.named(user.email))).Username).toBe(user.username);
  });

  it('says UserNotFoundException', async () => {
    await refused(stage.admin.adminGetUser(stage.named(stage.email())), 'UserNotFoundException');
    await refused(stage.admin.adminDeleteUser(stage.named(stage.email())), 'UserNotFoundException');
  });

  it('a deleted e-mail is free again, for a new person', async () => {
    const user = await stage.user();
    await stage.admin.adminDeleteUser(stage.named(user.email));
    const { User } = await stage.admin.adminCreateUser({
      ...stage.named(user.email),
      MessageAction: 'SUPPRESS',
    });
    expect(User?.Username).not.toBe(user.username);
    await stage.admin.adminDeleteUser(stage.named(user.email));
  });
});

describe('AdminUpdateUserAttributes', () => {
  it('sets, changes and by a blank value deletes', async () => {
    const user = await stage.user();
    await update(user, { name: 'Ada', 'custom:tenant_id': 'tenant_a' });
    expect(await attribute(user, 'custom:tenant_id')).toBe('tenant_a');
    await update(user, { name: '' });
    expect(await attribute(user, 'name')).toBeUndefined();
  });

  it('refuses an attribute that can only be set at creation', async () => {
    const user = await stage.user();
    await refused(update(user, { 'custom:origin': 'x' }), 'InvalidParameterException');
  });

  it('refuses sub', async () => {
    const user = await stage.user();
    await refused(update(user, { sub: 'x' }), 'InvalidParameterException');
  });

  it('refuses an ill-formed e-mail', async () => {
    const user = await stage.user();
    await refused(update(user, { email: 'nowhere' }), 'InvalidParameterException', /email/);
  });

  it("refuses somebody else's e-mail", async () => {
    const [user, other] = [await stage.user(), await stage.user()];
    expect(await update(user, { email: other.email }).catch((error: Error) => error.name)).toMatch(/Exists/);
  });

  it('a new e-mail is not verified, unless the call says so', async () => {
    const [one, two] = [await stage.user(), await stage.user()];
    const [first, second] = [stage.email(), stage.email()];
    await update(one, { email: first });
    expect(await attribute({ ...one, email: first }, 'email_verified')).toBe('false');
    await update(two, { email: second, email_verified: 'true' });
    expect(await attribute({ ...two, email: second }, 'email_verified')).toBe('true');
  });

  it('AdminDeleteUserAttributes deletes', async () => {
    const user = await stage.user({ attributes: { name: 'Ada' } });
    await stage.admin.adminDeleteUserAttributes({ ...stage.named(user.email), UserAttributeNames: ['name'] });
    expect(await attribute(user, 'name')).toBeUndefined();
  });
});

describe('passwords set by an administrator', () => {
  const set = (user: TestUser, Password: string, Permanent: boolean) =>
    stage.admin.adminSetUserPassword({ ...stage.named(user.email), Password, Permanent });

  it('permanent: confirmed and usable', async () => {
    const user = await stage.user({ temporary: true });
    await set(user, PASSWORD, true);
    expect(await stage.status(user.email)).toBe('CONFIRMED');
    expect((await client.signIn({ ...user, password: PASSWORD })).access).not.toBe('');
  });

  it('not permanent: the user has to choose an own one', async () => {
    const user = await stage.user();
    await set(user, TEMPORARY, false);
    expect(await stage.status(user.email)).toBe('FORCE_CHANGE_PASSWORD');
    expect((await client.initiate(user.email, TEMPORARY)).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  });

  it('must meet the policy', async () => {
    await refused(set(await stage.user(), 'weak', true), 'InvalidPasswordException');
  });

  localRule(
    'AdminResetUserPassword: RESET_REQUIRED, and a code that sets a new one',
    outboxOnly,
    async () => {
      const user = await stage.user();
      await stage.admin.adminResetUserPassword(stage.named(user.email));
      expect(await stage.status(user.email)).toBe('RESET_REQUIRED');
      await refused(client.signIn(user), 'PasswordResetRequiredException');
      const confirmation = { ConfirmationCode: stage.code(user.email), Password: 'N3wPassw0rd!' };
      await stage.visitor.confirmForgotPassword({
        ClientId: client.id,
        Username: user.email,
        ...confirmation,
      });
      expect((await client.signIn({ ...user, password: 'N3wPassw0rd!' })).access).not.toBe('');
    },
  );

  it('AdminResetUserPassword is refused for a user with a temporary password', async () => {
    const user = await stage.user({ temporary: true });
    await refused(stage.admin.adminResetUserPassword(stage.named(user.email)), 'NotAuthorizedException');
  });
});

describe('ListUsers', () => {
  const list = async (Filter?: string) =>
    (await stage.admin.listUsers({ UserPoolId: stage.poolId, Filter })).Users ?? [];

  it('finds by e-mail and says Attributes', async () => {
    const user = await stage.user();
    const [found, ...others] = await list(`email = "${user.email}"`);
    expect(others).toEqual([]);
    expect(found?.Username).toBe(user.username);
    expect(valueOf(found?.Attributes, 'email')).toBe(user.email);
  });

  it('finds by the beginning', async () => {
    const user = await stage.user();
    expect((await list(`email ^= "${user.email.slice(0, 12)}"`)).map(({ Username }) => Username)).toEqual([
      user.username,
    ]);
  });

  it('finds by sub and by username', async () => {
    const user = await stage.user();
    for (const name of ['sub', 'username'])
      expect(await list(`${name} = "${user.username}"`)).toHaveLength(1);
  });

  it('finds by state', async () => {
    const user = await stage.user();
    await stage.admin.adminDisableUser(stage.named(user.email));
    expect((await list('status = "Disabled"')).map(({ Username }) => Username)).toContain(user.username);
  });

  it('finds nobody where there is nobody', async () => {
    expect(await list(`email = "${stage.email()}"`)).toEqual([]);
  });

  it('is not fooled by quotes in a value', async () => {
    await stage.user();
    expect(await list('email = "x\\" or email ^= \\""')).toEqual([]);
  });

  it('refuses to search custom attributes', async () => {
    await refused(list('custom:tenant_id = "tenant_a"'), 'InvalidParameterException');
  });

  it('refuses an ill-formed filter', async () => {
    await refused(list('email like "x"'), 'InvalidParameterException');
  });

  it('comes in pages, each user once', async () => {
    for (let index = 0; index < 3; index += 1) await stage.user();
    const seen: (string | undefined)[] = [];
    let PaginationToken: string | undefined;
    do {
      const page = await stage.admin.listUsers({ UserPoolId: stage.poolId, Limit: 2, PaginationToken });
      seen.push(...(page.Users ?? []).map(({ Username }) => Username));
      PaginationToken = page.PaginationToken;
    } while (PaginationToken !== undefined && seen.length < 40);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(3);
  });

  it('has pages of at most 60, and refuses an invented page', async () => {
    await refused(
      stage.admin.listUsers({ UserPoolId: stage.poolId, Limit: 61 }),
      'InvalidParameterException',
      /limit/,
    );
    const invented = { UserPoolId: stage.poolId, PaginationToken: 'invented' };
    await refused(stage.admin.listUsers(invented), 'InvalidParameterException');
  });
});
