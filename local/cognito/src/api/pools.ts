import { invalidParameter } from '../errors.ts';
import { randomText } from '../secrets.ts';
import type { Service } from '../service.ts';
import { emptyPool } from '../store/defaults.ts';
import type { Pool } from '../store/model.ts';
import type { AttributeSchema } from '../store/pool-settings.ts';
import { rotateKeys } from '../tokens/keys.ts';
import type { Answer } from './answer.ts';
import { epoch, readPool } from './fields.ts';
import type { Input } from './input.ts';
import { pageOf } from './paging.ts';
import { readPoolSettings } from './pool-settings.ts';

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export async function createUserPool(service: Service, input: Input): Promise<Answer> {
  const name = input.text('PoolName', { max: 128, pattern: /^[\w\s+=,.@-]+$/ });
  const id = `${service.region}_${randomText(9, LETTERS_AND_DIGITS)}`;
  const now = service.clock.now();
  const pool = emptyPool(id, name, readPoolSettings(input), now);
  await rotateKeys(pool, now);
  service.store.pools.set(id, pool);
  return { UserPool: poolView(service, pool) };
}

export function describeUserPool(service: Service, input: Input): Answer {
  return { UserPool: poolView(service, readPool(service, input)) };
}

export function listUserPools(service: Service, input: Input): Answer {
  const limit = input.integer('MaxResults', 1, 60);
  if (limit === undefined) throw invalidParameter("Value at 'maxResults' must not be null");
  const page = pageOf([...service.store.pools.values()], limit, input.optionalText('NextToken'), 'pools');
  return {
    UserPools: page.items.map(({ id, name, createdAt, modifiedAt }) => ({
      Id: id,
      Name: name,
      LambdaConfig: {},
      CreationDate: epoch(createdAt),
      LastModifiedDate: epoch(modifiedAt),
    })),
    ...(page.token !== undefined && { NextToken: page.token }),
  };
}

/** As in the service, a pool with a domain or under deletion protection cannot be deleted. */
export function deleteUserPool(service: Service, input: Input): Answer {
  const pool = readPool(service, input);
  if (pool.settings.deletionProtection) {
    throw invalidParameter('The user pool cannot be deleted because deletion protection is activated.');
  }
  if (pool.domain !== undefined) {
    throw invalidParameter(
      'User pool cannot be deleted. It has a domain configured that should be deleted first.',
    );
  }
  service.store.pools.delete(pool.id);
  return {};
}

const DOMAIN = /^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/;

export function createUserPoolDomain(service: Service, input: Input): Answer {
  const domain = input.text('Domain', { max: 63, pattern: DOMAIN });
  const pool = readPool(service, input);
  if (findDomain(service, domain))
    throw invalidParameter('Domain already associated with another user pool.');
  if (pool.domain !== undefined) throw invalidParameter('User pool already has a domain configured.');
  pool.domain = domain;
  return {};
}

export function describeUserPoolDomain(service: Service, input: Input): Answer {
  const domain = input.text('Domain', { max: 63, pattern: DOMAIN });
  const pool = findDomain(service, domain);
  if (!pool) return { DomainDescription: {} };
  return {
    DomainDescription: {
      UserPoolId: pool.id,
      AWSAccountId: ACCOUNT,
      Domain: domain,
      Status: 'ACTIVE',
      Version: '1',
    },
  };
}

export function deleteUserPoolDomain(service: Service, input: Input): Answer {
  const domain = input.text('Domain', { max: 63, pattern: DOMAIN });
  const pool = readPool(service, input);
  if (pool.domain !== domain) throw invalidParameter('No such domain or user pool exists.');
  delete pool.domain;
  return {};
}

const ACCOUNT = '000000000000';

function findDomain(service: Service, domain: string): Pool | undefined {
  return [...service.store.pools.values()].find((pool) => pool.domain === domain);
}

function poolView(service: Service, pool: Pool): Answer {
  const { settings } = pool;
  const policy = settings.passwordPolicy;
  return {
    Id: pool.id,
    Name: pool.name,
    Arn: `arn:aws:cognito-idp:${service.region}:${ACCOUNT}:userpool/${pool.id}`,
    Policies: {
      PasswordPolicy: {
        MinimumLength: policy.minimumLength,
        RequireUppercase: policy.requireUppercase,
        RequireLowercase: policy.requireLowercase,
        RequireNumbers: policy.requireNumbers,
        RequireSymbols: policy.requireSymbols,
        TemporaryPasswordValidityDays: policy.temporaryPasswordValidityDays,
      },
    },
    SchemaAttributes: settings.schema.map(attributeView),
    UsernameAttributes: settings.usernameAttributes,
    AliasAttributes: settings.aliasAttributes,
    AutoVerifiedAttributes: settings.autoVerifiedAttributes,
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: settings.verifyBeforeUpdate },
    UsernameConfiguration: { CaseSensitive: settings.caseSensitive },
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: settings.adminCreateUserOnly },
    DeletionProtection: settings.deletionProtection ? 'ACTIVE' : 'INACTIVE',
    ...(settings.accountRecovery && {
      AccountRecoverySetting: {
        RecoveryMechanisms: settings.accountRecovery.map(({ priority, name }) => ({
          Priority: priority,
          Name: name,
        })),
      },
    }),
    MfaConfiguration: 'OFF',
    UserPoolTier: 'ESSENTIALS',
    LambdaConfig: {},
    EstimatedNumberOfUsers: pool.users.size,
    ...(pool.domain !== undefined && { Domain: pool.domain }),
    CreationDate: epoch(pool.createdAt),
    LastModifiedDate: epoch(pool.modifiedAt),
  };
}

function attributeView(schema: AttributeSchema): Answer {
  const text = (value: number | undefined) => (value === undefined ? undefined : String(value));
  return {
    Name: schema.name,
    AttributeDataType: schema.type,
    DeveloperOnlyAttribute: false,
    Mutable: schema.mutable,
    Required: schema.required,
    ...(schema.type === 'String' && {
      StringAttributeConstraints: { MinLength: text(schema.minLength), MaxLength: text(schema.maxLength) },
    }),
    ...(schema.type === 'Number' && {
      NumberAttributeConstraints: { MinValue: text(schema.minValue), MaxValue: text(schema.maxValue) },
    }),
  };
}
