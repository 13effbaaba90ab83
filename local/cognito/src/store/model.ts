/** What is kept, as plain data: everything here goes into the state file. Times are milliseconds. */

import type { PoolSettings } from './pool-settings.ts';

export type ValidityUnit = 'seconds' | 'minutes' | 'hours' | 'days';

export interface TokenValidity {
  value: number;
  unit: ValidityUnit;
}

export interface RefreshTokenRotation {
  enabled: boolean;
  /** How long a rotated-out refresh token still works, 0 to 60. */
  graceSeconds: number;
}

export interface Client {
  id: string;
  poolId: string;
  name: string;
  secret?: string;
  explicitAuthFlows: string[];
  /** `undefined` is the service's default: every standard attribute and no custom one. */
  readAttributes?: string[];
  writeAttributes?: string[];
  preventUserExistenceErrors: 'ENABLED' | 'LEGACY';
  enableTokenRevocation: boolean;
  authSessionMinutes: number;
  accessToken: TokenValidity;
  idToken: TokenValidity;
  refreshToken: TokenValidity;
  rotation: RefreshTokenRotation;
  /** AllowedOAuthFlowsUserPoolClient: whether the hosted UI serves this client at all. */
  hostedUi: boolean;
  oauthFlows: string[];
  scopes: string[];
  callbackUrls: string[];
  defaultRedirectUri?: string;
  logoutUrls: string[];
  identityProviders: string[];
  createdAt: number;
  modifiedAt: number;
}

export interface Group {
  name: string;
  description?: string;
  precedence?: number;
  roleArn?: string;
  createdAt: number;
  modifiedAt: number;
}

export type UserStatus = 'UNCONFIRMED' | 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD' | 'RESET_REQUIRED';

export type CodePurpose = 'sign-up' | 'forgot-password' | 'verify-email' | 'verify-phone_number';

export interface VerificationCode {
  code: string;
  expiresAt: number;
  failures: number;
}

export interface User {
  username: string;
  sub: string;
  /** Without `sub`. Values are strings, as in the API. */
  attributes: Record<string, string>;
  /** New values that wait for their verification. */
  pending: Record<string, string>;
  enabled: boolean;
  status: UserStatus;
  /** scrypt; `undefined` until a password was set. */
  password?: string;
  passwordSetAt: number;
  groups: string[];
  codes: Partial<Record<CodePurpose, VerificationCode>>;
  createdAt: number;
  modifiedAt: number;
}

export interface SigningKey {
  kid: string;
  use: 'access' | 'id';
  /** New tokens are signed by the active key of their use; the others are only published. */
  active: boolean;
  privateJwk: Record<string, unknown>;
  createdAt: number;
}

/** One sign-in and everything that came from it. Its id is the tokens' `origin_jti`. */
export interface TokenFamily {
  id: string;
  eventId: string;
  clientId: string;
  username: string;
  /** `auth_time`, seconds. */
  authTime: number;
  scopes: string[];
  hosted: boolean;
  /** End of every refresh token of the family; rotation does not move it. */
  refreshExpiresAt: number;
  revokedAt?: number;
}

export interface RefreshToken {
  familyId: string;
  supersededAt?: number;
}

export interface ChallengeSession {
  name: 'NEW_PASSWORD_REQUIRED';
  username: string;
  clientId: string;
  expiresAt: number;
}

export interface AuthorizationCode {
  clientId: string;
  username: string;
  redirectUri: string;
  scopes: string[];
  nonce?: string;
  codeChallenge?: string;
  authTime: number;
  expiresAt: number;
}

export interface BrowserSession {
  username: string;
  authTime: number;
  expiresAt: number;
}

/** Failed passwords of one account, real or not. */
export interface Attempts {
  failures: number;
  lastFailureAt: number;
  lockedUntil: number;
}

export interface Pool {
  id: string;
  name: string;
  domain?: string;
  settings: PoolSettings;
  keys: SigningKey[];
  clients: Map<string, Client>;
  groups: Map<string, Group>;
  users: Map<string, User>;
  families: Map<string, TokenFamily>;
  /** By fingerprint, as are challenges, codes and browser sessions. */
  refreshTokens: Map<string, RefreshToken>;
  challenges: Map<string, ChallengeSession>;
  codes: Map<string, AuthorizationCode>;
  browserSessions: Map<string, BrowserSession>;
  attempts: Map<string, Attempts>;
  createdAt: number;
  modifiedAt: number;
}

export interface State {
  version: 1;
  /** Key of the login form's anti-forgery tokens. */
  formKey: string;
  pools: Map<string, Pool>;
}
