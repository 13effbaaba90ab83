import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { AppClient } from '../support/app-client.ts';
import { claimsOf, refused } from '../support/expect.ts';
import { Stage } from '../support/stage.ts';

let stage: Stage;
let client: AppClient;
const made: string[] = [];
beforeAll(async () => {
  stage = await Stage.open();
  client = await stage.client();
});
afterAll(async () => {
  for (const GroupName of made) await stage.admin.deleteGroup({ UserPoolId: stage.poolId, GroupName });
  await stage.close();
});

async function group(settings: { Precedence?: number; Description?: string } = {}): Promise<string> {
  const GroupName = `group-${stage.email().slice(0, 8)}`;
  await stage.admin.createGroup({ UserPoolId: stage.poolId, GroupName, ...settings });
  made.push(GroupName);
  return GroupName;
}

it('a group is shown as it was created', async () => {
  const GroupName = await group({ Precedence: 3, Description: 'Third' });
  const { Group } = await stage.admin.getGroup({ UserPoolId: stage.poolId, GroupName });
  expect(Group).toMatchObject({ GroupName, Precedence: 3, Description: 'Third', UserPoolId: stage.poolId });
  expect(Group?.CreationDate).toBeInstanceOf(Date);
});

it('a name is taken only once', async () => {
  const GroupName = await group();
  await refused(stage.admin.createGroup({ UserPoolId: stage.poolId, GroupName }), 'GroupExistsException');
});

it('an unknown group is ResourceNotFoundException', async () => {
  const user = await stage.user();
  const call = stage.admin.adminAddUserToGroup({
    ...stage.named(user.email),
    GroupName: 'nothing-of-the-kind',
  });
  await refused(call, 'ResourceNotFoundException');
});

it('an unknown user is UserNotFoundException', async () => {
  const GroupName = await group();
  const call = stage.admin.adminAddUserToGroup({ ...stage.named(stage.email()), GroupName });
  await refused(call, 'UserNotFoundException');
});

it('members have the group in both tokens', async () => {
  const [user, GroupName] = [await stage.user(), await group()];
  await stage.admin.adminAddUserToGroup({ ...stage.named(user.email), GroupName });
  const { access, id } = await client.signIn(user);
  expect(claimsOf(access)['cognito:groups']).toEqual([GroupName]);
  expect(claimsOf(id)['cognito:groups']).toEqual([GroupName]);
});

it('users without group have no such claim', async () => {
  expect(claimsOf((await client.signIn(await stage.user())).access)).not.toHaveProperty('cognito:groups');
});

it('adding twice is adding once, and removing ends it with the next token', async () => {
  const [user, GroupName] = [await stage.user(), await group()];
  const membership = { ...stage.named(user.email), GroupName };
  await stage.admin.adminAddUserToGroup(membership);
  await stage.admin.adminAddUserToGroup(membership);
  const { refresh } = await client.signIn(user);
  await stage.admin.adminRemoveUserFromGroup(membership);
  expect(claimsOf((await client.refresh(refresh)).AccessToken ?? '')).not.toHaveProperty('cognito:groups');
});

it('AdminListGroupsForUser and ListUsersInGroup tell the same', async () => {
  const [user, GroupName] = [await stage.user(), await group()];
  await stage.admin.adminAddUserToGroup({ ...stage.named(user.email), GroupName });
  const { Groups } = await stage.admin.adminListGroupsForUser(stage.named(user.email));
  expect(Groups?.map((each) => each.GroupName)).toEqual([GroupName]);
  const { Users } = await stage.admin.listUsersInGroup({ UserPoolId: stage.poolId, GroupName });
  expect(Users?.map((each) => each.Username)).toEqual([user.username]);
});

it('ListGroups comes in pages', async () => {
  const names = [await group(), await group(), await group()];
  const seen: (string | undefined)[] = [];
  let NextToken: string | undefined;
  do {
    const page = await stage.admin.listGroups({ UserPoolId: stage.poolId, Limit: 2, NextToken });
    expect(page.Groups?.length).toBeLessThanOrEqual(2);
    seen.push(...(page.Groups ?? []).map((each) => each.GroupName));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  expect(seen).toEqual(expect.arrayContaining(names));
});
