import { invalidParameter, ServiceError } from '../errors.ts';
import { defaultClient } from '../store/defaults.ts';
import type { Client, Pool, TokenValidity, ValidityUnit } from '../store/model.ts';
import { validitySeconds } from '../tokens/validity.ts';
import type { Input } from './input.ts';

const NEW_FLOWS = [
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_CUSTOM_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
  'ALLOW_USER_AUTH',
] as const;
const OLD_FLOWS = ['ADMIN_NO_SRP_AUTH', 'CUSTOM_AUTH_FLOW_ONLY', 'USER_PASSWORD_AUTH'] as const;
const OAUTH_FLOWS = ['code', 'implicit', 'client_credentials'] as const;
const SCOPES = new Set(['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin']);
const UNITS: readonly ValidityUnit[] = ['seconds', 'minutes', 'hours', 'days'];
const MINUTE = 60;
const DAY = 86_400;

/**
 * The settings of CreateUserPoolClient and UpdateUserPoolClient; what is not sent has its default, also on update.
 * @throws InvalidParameterException @throws ScopeDoesNotExistException
 */
export function readClientSettings(pool: Pool, input: Input, identity: { id: string; now: number }): Client {
  const name = input.text('ClientName', { max: 128, pattern: /^[\w\s+=,.@-]+$/ });
  const base = defaultClient(identity.id, pool.id, name, identity.now);
  const rotation = readRotation(input);
  const readAttributes = readNames(pool, input, 'ReadAttributes');
  const writeAttributes = readNames(pool, input, 'WriteAttributes');
  const defaultRedirectUri = input.optionalText('DefaultRedirectURI', { max: 1024 });
  const callbackUrls = readUrls(input, 'CallbackURLs');
  if (defaultRedirectUri !== undefined && !callbackUrls.includes(defaultRedirectUri)) {
    throw invalidParameter('DefaultRedirectURI must be in the list of CallbackURLs.');
  }
  const oauthFlows = input.choices('AllowedOAuthFlows', OAUTH_FLOWS) ?? [];
  if (oauthFlows.includes('code') && callbackUrls.length === 0) {
    throw invalidParameter('CallbackURLs are required for the code flow.');
  }
  return {
    ...base,
    explicitAuthFlows: readFlows(input, rotation.enabled, base.explicitAuthFlows),
    ...(readAttributes && { readAttributes }),
    ...(writeAttributes && { writeAttributes }),
    preventUserExistenceErrors: input.choice('PreventUserExistenceErrors', ['ENABLED', 'LEGACY']) ?? 'LEGACY',
    enableTokenRevocation: input.flag('EnableTokenRevocation') ?? true,
    authSessionMinutes: input.integer('AuthSessionValidity', 3, 15) ?? base.authSessionMinutes,
    accessToken: readValidity(input, 'AccessToken', base.accessToken, 5 * MINUTE, DAY),
    idToken: readValidity(input, 'IdToken', base.idToken, 5 * MINUTE, DAY),
    refreshToken: readValidity(input, 'RefreshToken', base.refreshToken, 60 * MINUTE, 3650 * DAY),
    rotation,
    hostedUi: input.flag('AllowedOAuthFlowsUserPoolClient') ?? false,
    oauthFlows,
    scopes: readScopes(input),
    callbackUrls,
    ...(defaultRedirectUri !== undefined && { defaultRedirectUri }),
    logoutUrls: readUrls(input, 'LogoutURLs'),
    identityProviders: input.texts('SupportedIdentityProviders', { max: 32 }) ?? [],
  };
}

/** Old and new names cannot be mixed; refreshing by auth flow and rotation exclude each other. */
function readFlows(input: Input, rotates: boolean, standard: readonly string[]): string[] {
  const given = input.choices('ExplicitAuthFlows', [...NEW_FLOWS, ...OLD_FLOWS]);
  const flows = given ?? standard.filter((flow) => !rotates || flow !== 'ALLOW_REFRESH_TOKEN_AUTH');
  const old = flows.filter((flow) => OLD_FLOWS.some((name) => name === flow));
  if (old.length > 0 && old.length < flows.length) {
    throw invalidParameter('ExplicitAuthFlows: ALLOW_ values cannot be mixed with the values without it.');
  }
  if (rotates && flows.includes('ALLOW_REFRESH_TOKEN_AUTH')) {
    throw invalidParameter('ALLOW_REFRESH_TOKEN_AUTH cannot be enabled with refresh token rotation.');
  }
  return flows;
}

function readRotation(input: Input): Client['rotation'] {
  const rotation = input.object('RefreshTokenRotation');
  if (!rotation) return { enabled: false, graceSeconds: 0 };
  const feature = rotation.choice('Feature', ['ENABLED', 'DISABLED']);
  if (!feature) throw invalidParameter("Value at 'refreshTokenRotation.feature' must not be null");
  return {
    enabled: feature === 'ENABLED',
    graceSeconds: rotation.integer('RetryGracePeriodSeconds', 0, 60) ?? 0,
  };
}

function readValidity(
  input: Input,
  token: string,
  standard: TokenValidity,
  min: number,
  max: number,
): TokenValidity {
  // Without a unit the numbers are hours, for refresh tokens days.
  const unit = input.object('TokenValidityUnits')?.choice(token, UNITS) ?? standard.unit;
  const value = input.integer(`${token}Validity`, 0, 315_360_000);
  // 0 is "not set" (API_CreateUserPoolClient).
  if (value === undefined || value === 0) return standard;
  const seconds = validitySeconds({ value, unit });
  if (seconds < min || seconds > max) {
    throw invalidParameter(
      `Invalid range for token validity: ${token}Validity must be ${min} to ${max} seconds.`,
    );
  }
  return { value, unit };
}

function readNames(pool: Pool, input: Input, field: string): string[] | undefined {
  const names = input.texts(field, { max: 2048 });
  const unknown = names?.find((name) => !pool.settings.schema.some((attribute) => attribute.name === name));
  if (unknown !== undefined) throw invalidParameter(`Invalid ${field}: ${unknown} is not in the schema.`);
  return names;
}

function readScopes(input: Input): string[] {
  const scopes = input.texts('AllowedOAuthScopes', { max: 256 }) ?? [];
  const unknown = scopes.find((scope) => !SCOPES.has(scope));
  if (unknown !== undefined) {
    throw new ServiceError('ScopeDoesNotExistException', `Invalid scope requested: ${unknown}`);
  }
  return scopes;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** https or an app's own scheme; plain http on this machine alone; no fragment. */
function readUrls(input: Input, field: string): string[] {
  return (input.texts(field, { max: 1024 }) ?? []).map((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const secure = url && (url.protocol !== 'http:' || LOOPBACK.has(url.hostname));
    if (!secure || text.includes('#') || url.protocol === 'javascript:') {
      throw invalidParameter(
        `${field}: ${text} cannot use the HTTP protocol or is not a URL without fragment.`,
      );
    }
    return text;
  });
}
