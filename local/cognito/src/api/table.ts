import type { Service } from '../service.ts';
import type { Answer } from './answer.ts';
import * as groups from './groups.ts';
import type { Input } from './input.ts';
import { listUsers } from './list-users.ts';
import * as refresh from './refresh.ts';
import * as signIn from './sign-in.ts';
import * as userAttributes from './user-attributes.ts';
import * as users from './users.ts';

type Run = (service: Service, input: Input) => Answer | Promise<Answer>;

interface Action {
  readonly run: Run;
  /** Whether the service wants AWS credentials for it; signatures themselves are not verified here. */
  readonly signed: boolean;
  /** Whether the state has to be saved afterwards. */
  readonly changes: boolean;
}

/** Calls of users and their apps, which must work without AWS credentials. */
const PUBLIC: Readonly<Record<string, Run>> = {
  GetTokensFromRefreshToken: refresh.getTokensFromRefreshToken,
  InitiateAuth: signIn.initiateAuth,
  RespondToAuthChallenge: signIn.respondToAuthChallenge,
  RevokeToken: refresh.revokeToken,
};

const SIGNED: Readonly<Record<string, Run>> = {
  AdminAddUserToGroup: groups.adminAddUserToGroup,
  AdminConfirmSignUp: users.adminConfirmSignUp,
  AdminCreateUser: users.adminCreateUser,
  AdminDeleteUser: users.adminDeleteUser,
  AdminDeleteUserAttributes: userAttributes.adminDeleteUserAttributes,
  AdminDisableUser: users.adminDisableUser,
  AdminEnableUser: users.adminEnableUser,
  AdminInitiateAuth: signIn.adminInitiateAuth,
  AdminRemoveUserFromGroup: groups.adminRemoveUserFromGroup,
  AdminResetUserPassword: users.adminResetUserPassword,
  AdminRespondToAuthChallenge: signIn.adminRespondToAuthChallenge,
  AdminSetUserPassword: users.adminSetUserPassword,
  AdminUpdateUserAttributes: userAttributes.adminUpdateUserAttributes,
  AdminUserGlobalSignOut: users.adminUserGlobalSignOut,
  CreateGroup: groups.createGroup,
  DeleteGroup: groups.deleteGroup,
};

const SIGNED_READS: Readonly<Record<string, Run>> = {
  AdminGetUser: users.adminGetUser,
  AdminListGroupsForUser: groups.adminListGroupsForUser,
  GetGroup: groups.getGroup,
  ListGroups: groups.listGroups,
  ListUsers: listUsers,
  ListUsersInGroup: groups.listUsersInGroup,
};

function actions(runs: Readonly<Record<string, Run>>, signed: boolean, changes: boolean): [string, Action][] {
  return Object.entries(runs).map(([name, run]) => [name, { run, signed, changes }]);
}

/** Every action by its name. */
export const ACTIONS: ReadonlyMap<string, Action> = new Map([
  ...actions(PUBLIC, false, true),
  ...actions(SIGNED, true, true),
  ...actions(SIGNED_READS, true, false),
]);
