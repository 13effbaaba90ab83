import { describe, expect, it } from '@jest/globals';
import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import { CannotLook, type Finding } from './finding.ts';
import { poolChecks } from './pool-checks.ts';
import { readSetup } from './setup.ts';
import { PoolMissing } from './user-pool.ts';

const SETUP = readSetup({
  COGNITO_USER_POOL_ID: 'ap-northeast-1_Example1',
  COGNITO_APP_CLIENT_ID: 'api',
  DATABASE_URL: 'postgresql://app:p@127.0.0.1/tenantry',
});

/** A pool that nothing is to be said of. */
const RIGHT: UserPoolType = {
  UsernameAttributes: ['email'],
  UsernameConfiguration: { CaseSensitive: false },
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
  MfaConfiguration: 'OPTIONAL',
  Policies: { PasswordPolicy: { MinimumLength: 12 } },
  AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: 'verified_email' }] },
  UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
  DeletionProtection: 'ACTIVE',
};

async function examine(describe: () => Promise<UserPoolType>): Promise<Record<string, readonly Finding[]>> {
  const found: Record<string, readonly Finding[]> = {};
  for (const { name, run } of poolChecks({ describe }, SETUP)) {
    const findings = await run().catch((error: unknown) => {
      if (error instanceof CannotLook) return [];
      throw error;
    });
    if (findings.length > 0) found[name] = findings;
  }
  return found;
}

describe('poolChecks', () => {
  it('say nothing of a pool that is right', async () => {
    expect(await examine(() => Promise.resolve(RIGHT))).toEqual({});
  });

  it.each<[string, Finding['severity'], UserPoolType]>([
    ['pool/sign_up', 'fault', { AdminCreateUserConfig: {} }],
    ['pool/sign_in', 'fault', { UsernameAttributes: ['phone_number'] }],
    ['pool/case', 'advice', { UsernameConfiguration: { CaseSensitive: true } }],
    ['pool/mfa', 'fault', { MfaConfiguration: 'ON' }],
    ['pool/devices', 'advice', { DeviceConfiguration: { ChallengeRequiredOnNewDevice: true } }],
    ['pool/password_policy', 'advice', { Policies: { PasswordPolicy: { MinimumLength: 7 } } }],
    [
      'pool/recovery',
      'fault',
      { AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: 'admin_only' }] } },
    ],
    ['pool/recovery', 'advice', { AccountRecoverySetting: {} }],
    ['pool/email_change', 'advice', { UserAttributeUpdateSettings: {} }],
    ['pool/deletion_protection', 'advice', { DeletionProtection: 'INACTIVE' }],
  ])('%s: %s', async (name, severity, other) => {
    const found = await examine(() => Promise.resolve({ ...RIGHT, ...other }));
    expect(found).toEqual({ [name]: [expect.objectContaining({ severity })] });
    expect(found[name]?.[0]?.change).toMatch(/Console: .*CLI: aws cognito-idp |make a new one|in a new pool/);
  });

  it('name a pool that is not there once', async () => {
    const found = await examine(() => Promise.reject(new PoolMissing('no')));
    expect(Object.keys(found)).toEqual(['pool/exists']);
  });
});
