import { jest, describe, expect, it } from '@jest/globals';
import type { CognitoClient, CognitoUser } from '../platform/cognito/cognito-client.ts';
import type { Environment } from '../platform/config/environment.ts';
import { InvitedUsers } from './invited-users.ts';

const USER: CognitoUser = {
  subject: 'sub-1',
  username: 'sub-1',
  email: 'heidi@example.com',
  emailVerified: true,
  invited: true,
};

const refusal = (name: string) => Object.assign(new Error(name), { name });

function users({ claims = ['custom:tenant_id'], enabled = true } = {}) {
  const cognito = {
    createUser: jest.fn<CognitoClient['createUser']>().mockResolvedValue(USER),
    user: jest.fn<CognitoClient['user']>().mockResolvedValue({ ...USER, invited: false }),
    resendInvitation: jest.fn<CognitoClient['resendInvitation']>().mockResolvedValue(),
    deleteUser: jest.fn<CognitoClient['deleteUser']>().mockResolvedValue(),
  };
  const environment = { tenancy: { claims, enabled } };
  const service = new InvitedUsers(
    cognito as unknown as CognitoClient,
    environment as unknown as Environment,
  );
  return { cognito, service };
}

describe('InvitedUsers', () => {
  it.each([
    [{}, { 'custom:tenant_id': 'acme' }],
    [{ claims: ['tenant_id', 'custom:org'] }, { 'custom:org': 'acme' }],
    [{ claims: ['tenant_id'] }, { 'custom:tenant_id': 'acme' }],
    [{ enabled: false }, {}],
  ])('with %j gives a new user the attributes %j', async (settings, attributes) => {
    const { cognito, service } = users(settings);
    expect(await service.withAddress('heidi@example.com', 'acme')).toEqual({ ...USER, created: true });
    expect(cognito.createUser).toHaveBeenCalledWith('heidi@example.com', attributes);
  });

  it('finds the user there is, whatever the case of the address', async () => {
    const { cognito, service } = users();
    cognito.createUser.mockRejectedValue(refusal('UsernameExistsException'));
    expect(await service.withAddress('Heidi@Example.com', 'acme')).toMatchObject({ created: false });
  });

  it.each([
    ['an address that is not confirmed', { emailVerified: false }],
    ['another address, and this one as user name', { email: 'mallory@example.com' }],
    ['no address', { email: null }],
  ])('does not take a user with %s for its owner', async (_, change) => {
    const { cognito, service } = users();
    cognito.createUser.mockRejectedValue(refusal('UsernameExistsException'));
    cognito.user.mockResolvedValue({ ...USER, ...change });
    await expect(service.withAddress('heidi@example.com', 'acme')).rejects.toMatchObject({
      code: 'member/address_not_confirmed',
    });
  });

  it.each([
    ['InvalidParameterException', 400],
    ['LimitExceededException', 429],
    ['TooManyRequestsException', 503],
    ['AccessDeniedException', 503],
  ])('says %s in the words of the API, with %i', async (name, status) => {
    const { cognito, service } = users();
    cognito.createUser.mockRejectedValue(refusal(name));
    await expect(service.withAddress('heidi@example.com', 'acme')).rejects.toMatchObject({ status });
  });

  it('mails again only to who was made before and never signed in', async () => {
    const { cognito, service } = users();
    await service.remind({ ...USER, created: true });
    await service.remind({ ...USER, created: false, invited: false });
    expect(cognito.resendInvitation).not.toHaveBeenCalled();
    await service.remind({ ...USER, created: false });
    expect(cognito.resendInvitation).toHaveBeenCalledWith('sub-1');
  });

  it('does not mind that somebody signed in just now, but that the mail was not sent', async () => {
    const { cognito, service } = users();
    cognito.resendInvitation.mockRejectedValueOnce(refusal('UnsupportedUserStateException'));
    await service.remind({ ...USER, created: false });
    cognito.resendInvitation.mockRejectedValueOnce(refusal('CodeDeliveryFailureException'));
    await expect(service.remind({ ...USER, created: false })).rejects.toMatchObject({ status: 503 });
  });

  it('takes back only whom it made, and never fails doing so', async () => {
    const { cognito, service } = users();
    await service.takeBack({ ...USER, created: false });
    expect(cognito.deleteUser).not.toHaveBeenCalled();
    cognito.deleteUser.mockRejectedValue(refusal('InternalErrorException'));
    await service.takeBack({ ...USER, created: true });
    expect(cognito.deleteUser).toHaveBeenCalledWith('sub-1');
  });
});
