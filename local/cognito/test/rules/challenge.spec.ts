import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AppClient } from '../support/app-client.ts';
import { claimsOf, refused } from '../support/expect.ts';
import { localRule, PASSWORD, Stage, TEMPORARY } from '../support/stage.ts';

let stage: Stage;
let client: AppClient;
const OWN = 'My0wnPass!';

beforeAll(async () => {
  stage = await Stage.open();
  client = await stage.client();
});
afterAll(() => stage.close());

describe('a temporary password', () => {
  it('leads to NEW_PASSWORD_REQUIRED and to no token', async () => {
    const user = await stage.user({ temporary: true });
    const answer = await client.initiate(user.email, TEMPORARY);
    expect(answer.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    expect(answer.AuthenticationResult).toBeUndefined();
    expect(answer.Session?.length).toBeGreaterThan(20);
  });

  it('tells the real user name in USER_ID_FOR_SRP', async () => {
    const user = await stage.user({ temporary: true });
    const { ChallengeParameters } = await client.initiate(user.email, TEMPORARY);
    expect(ChallengeParameters?.['USER_ID_FOR_SRP']).toBe(user.username);
  });

  it('tells attributes and required attributes as JSON strings', async () => {
    const user = await stage.user({ temporary: true });
    const { ChallengeParameters } = await client.initiate(user.email, TEMPORARY);
    expect(JSON.parse(ChallengeParameters?.['requiredAttributes'] ?? '')).toEqual([]);
    expect(JSON.parse(ChallengeParameters?.['userAttributes'] ?? '')).toMatchObject({ email: user.email });
  });

  it('is answered with the own password, which confirms the user', async () => {
    const user = await stage.user({ temporary: true });
    const tokens = await client.answer(user.username, await client.challenge(user), OWN);
    expect(claimsOf(tokens.access)['username']).toBe(user.username);
    expect(await stage.status(user.email)).toBe('CONFIRMED');
  });

  it('does not work any more afterwards', async () => {
    const user = await stage.user({ temporary: true });
    await client.answer(user.username, await client.challenge(user), OWN);
    await refused(client.signIn(user), 'NotAuthorizedException');
    expect((await client.signIn({ ...user, password: OWN })).access).not.toBe('');
  });

  localRule('expires after the days that the policy gives it', 'it takes a week', async () => {
    const user = await stage.user({ temporary: true });
    await stage.later(7 * 86_400 - 10, async () => {
      expect(await client.challenge(user)).not.toBe('');
    });
    await stage.later(7 * 86_400 + 10, async () => {
      await refused(client.signIn(user), 'NotAuthorizedException', /Temporary password has expired/);
    });
  });
});

describe('a challenge session', () => {
  it('is for one use', async () => {
    const user = await stage.user({ temporary: true });
    const session = await client.challenge(user);
    await client.answer(user.username, session, OWN);
    await refused(client.answer(user.username, session, 'An0therPass!'), 'NotAuthorizedException');
  });

  it('is of its user alone', async () => {
    const [mine, other] = [await stage.user({ temporary: true }), await stage.user({ temporary: true })];
    const session = await client.challenge(mine);
    await refused(client.answer(other.username, session, OWN), 'NotAuthorizedException');
    expect(await stage.status(other.email)).toBe('FORCE_CHANGE_PASSWORD');
  });

  it('is of its client alone', async () => {
    const user = await stage.user({ temporary: true });
    const other = await stage.client();
    await refused(other.answer(user.username, await client.challenge(user), OWN), 'NotAuthorizedException');
  });

  it('cannot be invented', async () => {
    const user = await stage.user({ temporary: true });
    await refused(client.answer(user.username, 'x'.repeat(64), OWN), 'NotAuthorizedException');
  });

  it('may be answered with the e-mail as the name', async () => {
    const user = await stage.user({ temporary: true });
    expect((await client.answer(user.email, await client.challenge(user), OWN)).access).not.toBe('');
  });

  it('needs SECRET_HASH where the client has a secret', async () => {
    const secretive = await stage.client({ GenerateSecret: true });
    const user = await stage.user({ temporary: true });
    const session = await secretive.challenge(user);
    const wrong = { SECRET_HASH: Buffer.from('wrong').toString('base64') };
    await refused(secretive.answer(user.username, session, OWN, wrong), 'NotAuthorizedException', /secret/i);
    expect((await secretive.answer(user.username, session, OWN)).access).not.toBe('');
  });

  localRule('lives three minutes by default', 'it takes minutes', async () => {
    const user = await stage.user({ temporary: true });
    const session = await client.challenge(user);
    await stage.later(181, async () => {
      await refused(client.answer(user.username, session, OWN), 'NotAuthorizedException', /expired/);
    });
  });

  localRule('lives AuthSessionValidity minutes where that is set', 'it takes minutes', async () => {
    const patient = await stage.client({ AuthSessionValidity: 15 });
    const user = await stage.user({ temporary: true });
    const session = await patient.challenge(user);
    await stage.later(14 * 60, async () => {
      expect((await patient.answer(user.username, session, OWN)).access).not.toBe('');
    });
  });

  it('ends when the administrator sets another password', async () => {
    const user = await stage.user({ temporary: true });
    const session = await client.challenge(user);
    await stage.admin.adminSetUserPassword({
      ...stage.named(user.email),
      Password: PASSWORD,
      Permanent: true,
    });
    await refused(client.answer(user.username, session, OWN), 'NotAuthorizedException');
  });

  it('is of no use to a user who was disabled meanwhile', async () => {
    const user = await stage.user({ temporary: true });
    const session = await client.challenge(user);
    await stage.admin.adminDisableUser(stage.named(user.email));
    await refused(client.answer(user.username, session, OWN), 'NotAuthorizedException');
  });

  it('is refused for a challenge that was not asked', async () => {
    const user = await stage.user({ temporary: true });
    const call = stage.admin.adminRespondToAuthChallenge({
      UserPoolId: stage.poolId,
      ClientId: client.id,
      ChallengeName: 'SMS_MFA',
      Session: await client.challenge(user),
      ChallengeResponses: { USERNAME: user.username, SMS_MFA_CODE: '123456' },
    });
    expect(await call.catch((error: Error) => error.name)).toMatch(/Exception$/);
  });
});

describe('the new password', () => {
  it.each([
    ['too short', 'Sh0r!t'],
    ['without upper case', 'passw0rd!'],
    ['without lower case', 'PASSW0RD!'],
    ['without digit', 'Password!'],
    ['without symbol', 'Passw0rdd'],
  ])('must meet the policy: %s', async (_why, password) => {
    const user = await stage.user({ temporary: true });
    const session = await client.challenge(user);
    await refused(client.answer(user.username, session, password), 'InvalidPasswordException', /policy/);
  });

  localRule('may be corrected in the same session', 'AWS does not document it', async () => {
    const user = await stage.user({ temporary: true });
    const session = await client.challenge(user);
    await refused(client.answer(user.username, session, 'weak'), 'InvalidPasswordException');
    expect((await client.answer(user.username, session, OWN)).access).not.toBe('');
  });

  it('may come with optional attributes', async () => {
    const user = await stage.user({ temporary: true });
    const session = await client.challenge(user);
    const tokens = await client.answer(user.username, session, OWN, { 'userAttributes.name': 'Ada' });
    expect(claimsOf(tokens.id)['name']).toBe('Ada');
  });

  it('may not come with an attribute that has a value already', async () => {
    const user = await stage.user({ temporary: true });
    const session = await client.challenge(user);
    const change = { 'userAttributes.email': stage.email() };
    await refused(client.answer(user.username, session, OWN, change), 'NotAuthorizedException');
  });

  it('may not come with an attribute that the client cannot write', async () => {
    const user = await stage.user({ temporary: true });
    const session = await client.challenge(user);
    const change = { 'userAttributes.custom:tenant_id': 'tenant_b' };
    await refused(client.answer(user.username, session, OWN, change), 'NotAuthorizedException');
  });

  it('can be given without AWS credentials too', async () => {
    const open = await stage.client({
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    });
    const user = await stage.user({ temporary: true });
    const { Session, ChallengeName } = await stage.visitor.initiateAuth({
      ClientId: open.id,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: user.email, PASSWORD: TEMPORARY },
    });
    const { AuthenticationResult } = await stage.visitor.respondToAuthChallenge({
      ClientId: open.id,
      ChallengeName,
      Session,
      ChallengeResponses: { USERNAME: user.username, NEW_PASSWORD: OWN },
    });
    expect(AuthenticationResult?.AccessToken).toBeDefined();
  });
});
