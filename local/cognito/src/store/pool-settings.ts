/** What a pool is told at its creation, beside its name. */

export interface PasswordPolicy {
  minimumLength: number;
  requireLowercase: boolean;
  requireUppercase: boolean;
  requireNumbers: boolean;
  requireSymbols: boolean;
  temporaryPasswordValidityDays: number;
}

export type AttributeType = 'String' | 'Number' | 'DateTime' | 'Boolean';

export type RecoveryName = 'verified_email' | 'verified_phone_number' | 'admin_only';

export interface RecoveryMechanism {
  /** 1 comes first. */
  priority: number;
  name: RecoveryName;
}

export interface AttributeSchema {
  /** `email`, `custom:tenant_id`. */
  name: string;
  type: AttributeType;
  mutable: boolean;
  required: boolean;
  minLength?: number;
  maxLength?: number;
  minValue?: number;
  maxValue?: number;
}

export interface PoolSettings {
  passwordPolicy: PasswordPolicy;
  schema: AttributeSchema[];
  /** Attributes that stand for the user name; the user name itself is then a UUID, equal to `sub`. */
  usernameAttributes: string[];
  /** Attributes that, once verified, work beside the user name. */
  aliasAttributes: string[];
  autoVerifiedAttributes: string[];
  /** A changed value of these counts only after it was verified. */
  verifyBeforeUpdate: string[];
  caseSensitive: boolean;
  adminCreateUserOnly: boolean;
  deletionProtection: boolean;
  /** Ways to a new password, in their order; absent where the pool was never told. */
  accountRecovery?: RecoveryMechanism[];
}
