import type { Service } from '../service.ts';
import type { Answer } from './answer.ts';
import * as clients from './clients.ts';
import * as groups from './groups.ts';
import type { Input } from './input.ts';
import { listUsers } from './list-users.ts';
import * as pools from './pools.ts';
import * as recovery from './recovery.ts';
import * as refresh from './refresh.ts';
import * as self from './self.ts';
import * as signIn from './sign-in.ts';
import * as signUp from './sign-up.ts';
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
  ChangePassword: self.changePassword,
  ConfirmForgotPassword: recovery.confirmForgotPassword,
  ConfirmSignUp: signUp.confirmSignUp,
  DeleteUser: self.deleteUser,
  ForgotPassword: recovery.forgotPassword,
  GetTokensFromRefreshToken: refresh.getTokensFromRefreshToken,
  GetUser: self.getUser,
  GetUserAttributeVerificationCode: self.getUserAttributeVerificationCode,
  GlobalSignOut: self.globalSignOut,
  InitiateAuth: signIn.initiateAuth,
  ResendConfirmationCode: signUp.resendConfirmationCode,
  RespondToAuthChallenge: signIn.respondToAuthChallenge,
  RevokeToken: refresh.revokeToken,
  SignUp: signUp.signUp,
  UpdateUserAttributes: self.updateUserAttributes,
  VerifyUserAttribute: self.verifyUserAttribute,
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
  CreateUserPool: pools.createUserPool,
  CreateUserPoolClient: clients.createUserPoolClient,
  CreateUserPoolDomain: pools.createUserPoolDomain,
  DeleteGroup: groups.deleteGroup,
  DeleteUserPool: pools.deleteUserPool,
  DeleteUserPoolClient: clients.deleteUserPoolClient,
  DeleteUserPoolDomain: pools.deleteUserPoolDomain,
  UpdateUserPoolClient: clients.updateUserPoolClient,
};

const SIGNED_READS: Readonly<Record<string, Run>> = {
  AdminGetUser: users.adminGetUser,
  AdminListGroupsForUser: groups.adminListGroupsForUser,
  DescribeUserPool: pools.describeUserPool,
  DescribeUserPoolClient: clients.describeUserPoolClient,
  DescribeUserPoolDomain: pools.describeUserPoolDomain,
  GetGroup: groups.getGroup,
  ListGroups: groups.listGroups,
  ListUserPoolClients: clients.listUserPoolClients,
  ListUserPools: pools.listUserPools,
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
