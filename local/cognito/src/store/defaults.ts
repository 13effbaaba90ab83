import { STANDARD_ATTRIBUTES } from '../user/standard-attributes.ts';
import type { Client, Pool } from './model.ts';
import type { AttributeSchema, PasswordPolicy, PoolSettings } from './pool-settings.ts';

/** What a pool has when nothing is said: eight characters of all four kinds, temporary passwords for a week. */
export const DEFAULT_PASSWORD_POLICY: PasswordPolicy = {
  minimumLength: 8,
  requireLowercase: true,
  requireUppercase: true,
  requireNumbers: true,
  requireSymbols: true,
  temporaryPasswordValidityDays: 7,
};

/** API_CreateUserPoolClient: ExplicitAuthFlows. */
export const DEFAULT_AUTH_FLOWS = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'];

export function defaultSettings(): PoolSettings {
  return {
    passwordPolicy: { ...DEFAULT_PASSWORD_POLICY },
    schema: STANDARD_ATTRIBUTES.map((attribute): AttributeSchema => ({ ...attribute })),
    usernameAttributes: [],
    aliasAttributes: [],
    autoVerifiedAttributes: [],
    verifyBeforeUpdate: [],
    caseSensitive: true,
    adminCreateUserOnly: false,
    deletionProtection: false,
  };
}

export function emptyPool(id: string, name: string, settings: PoolSettings, now: number): Pool {
  return {
    id,
    name,
    settings,
    keys: [],
    clients: new Map(),
    groups: new Map(),
    users: new Map(),
    families: new Map(),
    refreshTokens: new Map(),
    challenges: new Map(),
    codes: new Map(),
    browserSessions: new Map(),
    attempts: new Map(),
    createdAt: now,
    modifiedAt: now,
  };
}

export function defaultClient(id: string, poolId: string, name: string, now: number): Client {
  return {
    id,
    poolId,
    name,
    explicitAuthFlows: [...DEFAULT_AUTH_FLOWS],
    preventUserExistenceErrors: 'LEGACY',
    enableTokenRevocation: true,
    authSessionMinutes: 3,
    accessToken: { value: 1, unit: 'hours' },
    idToken: { value: 1, unit: 'hours' },
    refreshToken: { value: 30, unit: 'days' },
    rotation: { enabled: false, graceSeconds: 0 },
    hostedUi: false,
    oauthFlows: [],
    scopes: [],
    callbackUrls: [],
    logoutUrls: [],
    identityProviders: [],
    createdAt: now,
    modifiedAt: now,
  };
}
