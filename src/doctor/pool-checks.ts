import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import { advice, change, fault, type Check, type Finding } from './finding.ts';
import type { Setup } from './setup.ts';
import { PoolMissing, type UserPool } from './user-pool.ts';

type Pool = Pick<UserPool, 'describe'>;

/** The settings of the pool itself. */
export function poolChecks(pool: Pool, setup: Setup): Check[] {
  const check = (name: string, look: (described: UserPoolType) => Finding[]): Check => ({
    name: `pool/${name}`,
    run: async () => look(await pool.describe()),
  });
  return [
    { name: 'pool/exists', run: () => existence(pool, setup) },
    check('sign_up', selfSignUp),
    check('sign_in', signInByEmail),
    check('case', userNameCase),
    check('mfa', mfa),
    check('devices', devices),
    check('password_policy', passwordPolicy),
    check('recovery', recovery),
    check('email_change', emailChange),
    check('deletion_protection', deletionProtection),
  ];
}

async function existence(pool: Pool, { environment }: Setup): Promise<Finding[]> {
  const { userPoolId, region } = environment.cognito;
  try {
    await pool.describe();
    return [];
  } catch (error) {
    if (!(error instanceof PoolMissing)) throw error;
    const found = `There is no user pool ${userPoolId} in ${region}, for the account of the AWS credentials in use.`;
    const remedy =
      'Set COGNITO_USER_POOL_ID and AWS_REGION to those of the pool, or use credentials of its account.';
    return [fault(found, 'COGNITO_USER_POOL_ID names a pool in AWS_REGION.', remedy)];
  }
}

function selfSignUp({ AdminCreateUserConfig }: UserPoolType): Finding[] {
  if (AdminCreateUserConfig?.AllowAdminCreateUserOnly === true) return [];
  return [
    fault(
      'Anybody can make an account in this pool (self sign-up is open).',
      'Accounts are made by invitation alone: admins invite, and only they say who belongs to which tenant.',
      change({
        console: 'Authentication > Sign-up > Self-service sign-up, off',
        terraform: 'admin_create_user_config { allow_admin_create_user_only = true }',
        cli: 'update-user-pool --admin-create-user-config AllowAdminCreateUserOnly=true',
      }),
    ),
  ];
}

function signInByEmail({ UsernameAttributes }: UserPoolType): Finding[] {
  if (UsernameAttributes?.includes('email') === true) return [];
  return [
    fault(
      'The pool does not take an e-mail address as the user name.',
      'People sign in by e-mail, and invitations make users with their address as the name.',
      'A pool keeps its way of signing in for good: make a new one with username_attributes = ["email"] (Console: Create user pool > Sign-in identifiers > Email. CLI: aws cognito-idp create-user-pool --username-attributes email) and set COGNITO_USER_POOL_ID to it.',
    ),
  ];
}

function userNameCase({ UsernameConfiguration }: UserPoolType): Finding[] {
  if (UsernameConfiguration?.CaseSensitive === false) return [];
  return [
    advice(
      'The pool tells Alice@example.com and alice@example.com apart.',
      'One address is one account, however it is written.',
      'This cannot be changed later either; in a new pool: username_configuration { case_sensitive = false } (CLI: aws cognito-idp create-user-pool --username-configuration CaseSensitive=false).',
    ),
  ];
}

function mfa({ MfaConfiguration }: UserPoolType): Finding[] {
  if (MfaConfiguration !== 'ON') return [];
  return [
    fault(
      'A second factor is required of everybody.',
      'OFF or OPTIONAL: the sign-in by password of the API cannot answer the challenge of a second factor.',
      change({
        console: 'Authentication > Sign-in > Multi-factor authentication, Optional MFA or No MFA',
        terraform: 'mfa_configuration = "OPTIONAL"',
        cli: 'set-user-pool-mfa-config --mfa-configuration OPTIONAL',
      }),
    ),
  ];
}

function devices({ DeviceConfiguration }: UserPoolType): Finding[] {
  if (DeviceConfiguration === undefined) return [];
  return [
    advice(
      'The pool remembers devices.',
      'No device tracking: with it, sessions that began with a sign-in through the API cannot be refreshed.',
      change({
        console: 'Authentication > Sign-in > Device tracking, do not remember',
        terraform: 'leave out the block device_configuration',
        cli: 'update-user-pool without --device-configuration',
      }),
    ),
  ];
}

const LEAST_LENGTH = 8;

function passwordPolicy({ Policies }: UserPoolType): Finding[] {
  const length = Policies?.PasswordPolicy?.MinimumLength ?? 0;
  if (length >= LEAST_LENGTH) return [];
  return [
    advice(
      `Passwords may be as short as ${length} characters.`,
      `At least ${LEAST_LENGTH}; 12 is better.`,
      change({
        console: 'Authentication > Authentication methods > Password policy',
        terraform: 'password_policy { minimum_length = 12 }',
        cli: "update-user-pool --policies 'PasswordPolicy={MinimumLength=12}'",
      }),
    ),
  ];
}

function recovery({ AccountRecoverySetting }: UserPoolType): Finding[] {
  const mechanisms = AccountRecoverySetting?.RecoveryMechanisms;
  if (mechanisms?.some(({ Name }) => Name === 'verified_email') === true) return [];
  // Pools from before the setting recover by phone first, then by e-mail.
  const grade = mechanisms === undefined ? advice : fault;
  const named = (mechanisms ?? []).map(({ Name }) => Name).join(', ');
  return [
    grade(
      named === '' ? 'How accounts are recovered is not set.' : `Accounts are recovered by ${named}.`,
      'By verified e-mail: POST /api/user/forgot-password sends its code there.',
      change({
        console: 'Authentication > Sign-in > User account recovery, Email only',
        terraform:
          'account_recovery_setting with a recovery_mechanism of name = "verified_email" and priority = 1',
        cli: "update-user-pool --account-recovery-setting 'RecoveryMechanisms=[{Priority=1,Name=verified_email}]'",
      }),
    ),
  ];
}

function emailChange({ UserAttributeUpdateSettings }: UserPoolType): Finding[] {
  if (UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate?.includes('email')) return [];
  return [
    advice(
      'A changed e-mail address counts before it is verified.',
      'The old address stays until the new one is verified, so that a slip does not lock its owner out.',
      change({
        console: 'Authentication > Sign-up > Attribute verification, keep original attribute value active',
        terraform:
          'user_attribute_update_settings { attributes_require_verification_before_update = ["email"] }',
        cli: 'update-user-pool --user-attribute-update-settings AttributesRequireVerificationBeforeUpdate=email',
      }),
    ),
  ];
}

function deletionProtection({ DeletionProtection }: UserPoolType): Finding[] {
  if (DeletionProtection === 'ACTIVE') return [];
  return [
    advice(
      'The pool can be deleted with one call, and every account with it.',
      'Deletion protection is on.',
      change({
        console: 'Settings > Deletion protection, activate',
        terraform: 'deletion_protection = "ACTIVE"',
        cli: 'update-user-pool --deletion-protection ACTIVE',
      }),
    ),
  ];
}
