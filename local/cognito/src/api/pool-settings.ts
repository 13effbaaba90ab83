import { invalidParameter } from '../errors.ts';
import { DEFAULT_PASSWORD_POLICY, defaultSettings } from '../store/defaults.ts';
import type {
  AttributeSchema,
  PasswordPolicy,
  PoolSettings,
  RecoveryMechanism,
} from '../store/pool-settings.ts';
import type { Input } from './input.ts';

const TYPES = ['String', 'Number', 'DateTime', 'Boolean'] as const;
const ADDRESSES = ['email', 'phone_number'] as const;
const RECOVERY = ['verified_email', 'verified_phone_number', 'admin_only'] as const;

/** The settings of CreateUserPool; what is not sent has the service's default. */
export function readPoolSettings(input: Input): PoolSettings {
  const settings = defaultSettings();
  for (const attribute of input.objects('Schema') ?? []) addAttribute(settings.schema, attribute);
  const update = input.object('UserAttributeUpdateSettings');
  const recovery = input.object('AccountRecoverySetting');
  const usernameAttributes = input.choices('UsernameAttributes', ADDRESSES) ?? [];
  const aliasAttributes = input.choices('AliasAttributes', [...ADDRESSES, 'preferred_username']) ?? [];
  if (usernameAttributes.length > 0 && aliasAttributes.length > 0) {
    throw invalidParameter(
      'Only one of the aliasAttributes or usernameAttributes can be set in a user pool.',
    );
  }
  return {
    ...settings,
    passwordPolicy: readPasswordPolicy(input.object('Policies')?.object('PasswordPolicy'), input),
    usernameAttributes,
    aliasAttributes,
    autoVerifiedAttributes: input.choices('AutoVerifiedAttributes', ADDRESSES) ?? [],
    verifyBeforeUpdate: update?.choices('AttributesRequireVerificationBeforeUpdate', ADDRESSES) ?? [],
    caseSensitive: input.object('UsernameConfiguration')?.flag('CaseSensitive') ?? false,
    adminCreateUserOnly: input.object('AdminCreateUserConfig')?.flag('AllowAdminCreateUserOnly') ?? false,
    deletionProtection: input.choice('DeletionProtection', ['ACTIVE', 'INACTIVE']) === 'ACTIVE',
    ...(recovery && { accountRecovery: readRecovery(recovery) }),
  };
}

/** One or two mechanisms; what an administrator alone may do stands by itself. */
function readRecovery(setting: Input): RecoveryMechanism[] {
  const mechanisms = (setting.objects('RecoveryMechanisms') ?? []).map((mechanism) => ({
    priority: mechanism.integer('Priority', 1, 2),
    name: mechanism.choice('Name', RECOVERY),
  }));
  const whole = mechanisms.filter(
    (each): each is RecoveryMechanism => each.priority !== undefined && each.name !== undefined,
  );
  if (whole.length < mechanisms.length || whole.length === 0 || whole.length > 2) {
    throw invalidParameter('RecoveryMechanisms must be one or two, each with Priority and Name.');
  }
  if (whole.length === 2 && whole.some(({ name }) => name === 'admin_only')) {
    throw invalidParameter(
      'Account Recovery Setting cannot use admin_only setting with any other recovery mechanisms.',
    );
  }
  return whole;
}

/** A policy that is sent is whole: what it leaves out is not required. */
function readPasswordPolicy(policy: Input | undefined, input: Input): PasswordPolicy {
  const unused = input.object('AdminCreateUserConfig')?.integer('UnusedAccountValidityDays', 0, 365);
  const validity = unused ?? DEFAULT_PASSWORD_POLICY.temporaryPasswordValidityDays;
  if (!policy) return { ...DEFAULT_PASSWORD_POLICY, temporaryPasswordValidityDays: validity };
  return {
    minimumLength: policy.integer('MinimumLength', 6, 99) ?? DEFAULT_PASSWORD_POLICY.minimumLength,
    requireLowercase: policy.flag('RequireLowercase') ?? false,
    requireUppercase: policy.flag('RequireUppercase') ?? false,
    requireNumbers: policy.flag('RequireNumbers') ?? false,
    requireSymbols: policy.flag('RequireSymbols') ?? false,
    temporaryPasswordValidityDays: policy.integer('TemporaryPasswordValidityDays', 0, 365) ?? validity,
  };
}

/** A standard attribute made required or immutable, or a custom one, which is named without its prefix. */
function addAttribute(schema: AttributeSchema[], input: Input): void {
  const name = input.text('Name', { max: 20, pattern: /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u });
  const required = input.flag('Required');
  const mutable = input.flag('Mutable');
  const standard = schema.find((attribute) => attribute.name === name);
  if (standard) {
    standard.required = required ?? standard.required;
    standard.mutable = mutable ?? standard.mutable;
    return;
  }
  const own = name.startsWith('custom:') ? name : `custom:${name}`;
  if (required === true) throw invalidParameter('Required custom attributes are not supported currently.');
  if (schema.some((attribute) => attribute.name === own)) {
    throw invalidParameter(`Invalid schema attribute: ${own} is defined twice.`);
  }
  const lengths = input.object('StringAttributeConstraints');
  const values = input.object('NumberAttributeConstraints');
  schema.push({
    name: own,
    type: input.choice('AttributeDataType', TYPES) ?? 'String',
    mutable: mutable ?? true,
    required: false,
    ...limit('minLength', lengths, 'MinLength'),
    ...limit('maxLength', lengths, 'MaxLength'),
    ...limit('minValue', values, 'MinValue'),
    ...limit('maxValue', values, 'MaxValue'),
  });
}

/** Constraints are numbers written as strings. */
function limit(key: string, input: Input | undefined, name: string): Record<string, number> {
  const text = input?.optionalText(name, { max: 131, pattern: /^-?\d+$/ });
  return text === undefined ? {} : { [key]: Number(text) };
}
