import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refused } from '../support/expect.ts';
import { localRule, PASSWORD, Stage } from '../support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());
const ownPool = 'it makes a pool of its own';

describe('pools', () => {
  it('are described with their schema', async () => {
    const { UserPool } = await stage.admin.describeUserPool({ UserPoolId: stage.poolId });
    expect(UserPool).toMatchObject({ Id: stage.poolId, UsernameAttributes: ['email'] });
    expect(UserPool?.SchemaAttributes?.map(({ Name }) => Name)).toEqual(
      expect.arrayContaining(['sub', 'email', 'custom:tenant_id']),
    );
    expect(UserPool?.CreationDate).toBeInstanceOf(Date);
  });

  localRule('have the default password policy, of which a sent one replaces all', ownPool, async () => {
    const plain = await stage.admin.createUserPool({ PoolName: 'plain' });
    expect(plain.UserPool?.Policies?.PasswordPolicy).toEqual({
      MinimumLength: 8,
      RequireLowercase: true,
      RequireUppercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
      TemporaryPasswordValidityDays: 7,
    });
    const Policies = { PasswordPolicy: { MinimumLength: 12 } };
    const own = await stage.admin.createUserPool({ PoolName: 'own', Policies });
    expect(own.UserPool?.Policies?.PasswordPolicy).toMatchObject({
      MinimumLength: 12,
      RequireSymbols: false,
    });
  });

  localRule('are described with how they were set up', ownPool, async () => {
    const { UserPool: made } = await stage.admin.createUserPool({
      PoolName: 'careful',
      DeletionProtection: 'ACTIVE',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: 'verified_email' }] },
      Schema: [{ Name: 'tenant_id', StringAttributeConstraints: { MinLength: '1', MaxLength: '64' } }],
    });
    const { UserPool } = await stage.admin.describeUserPool({ UserPoolId: made?.Id });
    expect(UserPool).toMatchObject({
      DeletionProtection: 'ACTIVE',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: 'verified_email' }] },
    });
    expect(UserPool?.SchemaAttributes).toContainEqual(
      expect.objectContaining({
        Name: 'custom:tenant_id',
        AttributeDataType: 'String',
        StringAttributeConstraints: { MinLength: '1', MaxLength: '64' },
      }),
    );
  });

  localRule('recover accounts by one or two mechanisms, an administrator by himself', ownPool, async () => {
    const create = (...names: ('verified_email' | 'verified_phone_number' | 'admin_only')[]) =>
      stage.admin.createUserPool({
        PoolName: 'recovering',
        AccountRecoverySetting: {
          RecoveryMechanisms: names.map((Name, index) => ({ Name, Priority: index + 1 })),
        },
      });
    const { UserPool } = await create('verified_phone_number', 'verified_email');
    expect(UserPool?.AccountRecoverySetting?.RecoveryMechanisms).toHaveLength(2);
    await refused(create('admin_only', 'verified_email'), 'InvalidParameterException');
    await refused(create(), 'InvalidParameterException');
  });

  localRule('with plain user names keep those and give another sub', ownPool, async () => {
    const { UserPool } = await stage.admin.createUserPool({ PoolName: 'plain' });
    const { User } = await stage.admin.adminCreateUser({
      UserPoolId: UserPool?.Id,
      Username: 'Ada',
      MessageAction: 'SUPPRESS',
    });
    expect(User?.Username).toBe('ada');
    expect(User?.Attributes).toEqual([{ Name: 'sub', Value: expect.not.stringMatching(/^ada$/) }]);
  });

  localRule('with required attributes refuse users without them', ownPool, async () => {
    const Schema = [{ Name: 'name', Required: true }];
    const { UserPool } = await stage.admin.createUserPool({ PoolName: 'strict', Schema });
    const call = stage.admin.adminCreateUser({ UserPoolId: UserPool?.Id, Username: 'ada' });
    await refused(call, 'InvalidParameterException', /name/);
  });

  localRule('are told apart: a user of one is unknown in the other', ownPool, async () => {
    const user = await stage.user();
    const { UserPool } = await stage.admin.createUserPool({
      PoolName: 'other',
      UsernameAttributes: ['email'],
    });
    const call = stage.admin.adminGetUser({ UserPoolId: UserPool?.Id, Username: user.email });
    await refused(call, 'UserNotFoundException');
    const { UserPools } = await stage.admin.listUserPools({ MaxResults: 60 });
    expect(UserPools?.map(({ Id }) => Id)).toEqual(expect.arrayContaining([stage.poolId, UserPool?.Id]));
  });

  localRule('have one domain, found by its name', ownPool, async () => {
    const { UserPool } = await stage.admin.createUserPool({ PoolName: 'with-domain' });
    const domain = { UserPoolId: UserPool?.Id, Domain: 'tenantry-test' };
    await stage.admin.createUserPoolDomain(domain);
    const { DomainDescription } = await stage.admin.describeUserPoolDomain({ Domain: domain.Domain });
    expect(DomainDescription).toMatchObject({ UserPoolId: UserPool?.Id, Status: 'ACTIVE' });
    await refused(stage.admin.createUserPoolDomain(domain), 'InvalidParameterException');
    await refused(
      stage.admin.deleteUserPool({ UserPoolId: UserPool?.Id }),
      'InvalidParameterException',
      /domain/,
    );
    await stage.admin.deleteUserPoolDomain(domain);
    await stage.admin.deleteUserPool({ UserPoolId: UserPool?.Id });
    await refused(stage.admin.describeUserPool({ UserPoolId: UserPool?.Id }), 'ResourceNotFoundException');
  });
});

describe('clients', () => {
  it('without and with a secret', async () => {
    expect((await stage.createClient()).ClientSecret).toBeUndefined();
    expect((await stage.createClient({ GenerateSecret: true })).ClientSecret?.length).toBeGreaterThan(40);
  });

  it('have the service’s defaults', async () => {
    const client = await stage.createClient({
      ExplicitAuthFlows: undefined,
      PreventUserExistenceErrors: undefined,
    });
    expect(client).toMatchObject({
      EnableTokenRevocation: true,
      AuthSessionValidity: 3,
      RefreshTokenValidity: 30,
    });
  });

  it('without ExplicitAuthFlows have no password flow', async () => {
    const client = await stage.client({ ExplicitAuthFlows: undefined });
    await refused(client.signIn(await stage.user()), 'InvalidParameterException', /flow/i);
  });

  it('are described with their secret', async () => {
    const { ClientId, ClientSecret } = await stage.createClient({ GenerateSecret: true });
    const { UserPoolClient } = await stage.admin.describeUserPoolClient({
      UserPoolId: stage.poolId,
      ClientId,
    });
    expect(UserPoolClient?.ClientSecret).toBe(ClientSecret);
  });

  it('an update resets what is not sent and keeps the secret', async () => {
    const { ClientId, ClientSecret } = await stage.createClient({
      GenerateSecret: true,
      AuthSessionValidity: 9,
    });
    await stage.admin.updateUserPoolClient({ UserPoolId: stage.poolId, ClientId });
    const { UserPoolClient } = await stage.admin.describeUserPoolClient({
      UserPoolId: stage.poolId,
      ClientId,
    });
    expect(UserPoolClient).toMatchObject({ AuthSessionValidity: 3, ClientSecret });
  });

  it.each([
    [
      'an access token of four minutes',
      { AccessTokenValidity: 4, TokenValidityUnits: { AccessToken: 'minutes' } },
    ],
    ['an access token of two days', { AccessTokenValidity: 2, TokenValidityUnits: { AccessToken: 'days' } }],
    ['a challenge session of 16 minutes', { AuthSessionValidity: 16 }],
    ['an attribute that the pool does not have', { ReadAttributes: ['custom:nothing'] }],
    ['old and new flow names together', { ExplicitAuthFlows: ['ADMIN_NO_SRP_AUTH', 'ALLOW_USER_SRP_AUTH'] }],
    ['a callback of plain http elsewhere', { CallbackURLs: ['http://example.com/callback'] }],
    ['a callback with a fragment', { CallbackURLs: ['https://example.com/callback#x'] }],
    ['a default redirect that is no callback', { DefaultRedirectURI: 'https://example.com/' }],
  ] as const)('cannot have %s', async (_what, settings) => {
    await refused(
      stage.createClient(JSON.parse(JSON.stringify(settings)) as object),
      'InvalidParameterException',
    );
  });

  it('a deleted client is unknown', async () => {
    const client = await stage.client();
    await stage.admin.deleteUserPoolClient({ UserPoolId: stage.poolId, ClientId: client.id });
    await refused(client.initiate(stage.email(), PASSWORD), 'ResourceNotFoundException');
  });

  it('are listed without their secrets', async () => {
    const { ClientId } = await stage.createClient({ GenerateSecret: true });
    const { UserPoolClients } = await stage.admin.listUserPoolClients({
      UserPoolId: stage.poolId,
      MaxResults: 60,
    });
    expect(UserPoolClients?.find((client) => client.ClientId === ClientId)).toEqual({
      ClientId,
      ClientName: expect.any(String),
      UserPoolId: stage.poolId,
    });
  });
});
