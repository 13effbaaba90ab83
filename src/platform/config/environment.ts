import type { LOG_LEVELS, TENANT_MODES, TOKEN_USES } from './variables.ts';

export type TokenUse = (typeof TOKEN_USES)[number];
export type TenantMode = (typeof TENANT_MODES)[number];

/** Everything the process was told from outside, read once, validated and frozen. Inject this class. */
export abstract class Environment {
  /** Neither a developer's machine nor the local stack. */
  abstract readonly production: boolean;
  abstract readonly port: number;
  /** Processes of this program that share {@link port}; 1: this one alone, without a primary. */
  abstract readonly processes: number;
  /** `undefined`: metrics are served on {@link port}. */
  abstract readonly metricsPort: number | undefined;
  abstract readonly logLevel: (typeof LOG_LEVELS)[number];
  abstract readonly corsAllowedOrigins: readonly string[];
  /** Addresses and CIDR ranges of the proxies whose `X-Forwarded-*` count. */
  abstract readonly trustedProxies: readonly string[];
  abstract readonly databaseUrl: string;
  /** Connections of each process. */
  abstract readonly databasePoolSize: number;
  /** Whether a sign-in from a new address or device raises an alert. */
  abstract readonly newSignInAlerts: boolean;
  abstract readonly cognito: CognitoSettings;
  abstract readonly tenancy: TenancySettings;
  /** `undefined`: no mail is sent. */
  abstract readonly mail: MailSettings | undefined;
  /** Webhooks may go to http addresses, other ports and private networks: for one's own machine alone. */
  abstract readonly allowPrivateWebhooks: boolean;
}

export interface MailSettings {
  /** `smtp://` or `smtps://`, with the user and password where the server asks for them. */
  readonly smtpUrl: string;
  /** Who the mails are from: an address, or `Name <address>`. */
  readonly from: string;
}

export interface CognitoSettings {
  readonly region: string;
  readonly userPoolId: string;
  /** The client of the Admin API calls. */
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** Every client whose tokens count, {@link clientId} among them. Never empty. */
  readonly acceptedClientIds: ReadonlySet<string>;
  readonly issuer: string;
  readonly jwksUri: string;
  /** Base URL of the hosted UI. */
  readonly domain: string | undefined;
  /** Public client that Swagger UI's Authorize button signs in with. */
  readonly swaggerClientId: string | undefined;
  /** What a route without `@TokenUse` accepts. */
  readonly preferredTokenUse: TokenUse;
}

export interface TenancySettings {
  readonly enabled: boolean;
  readonly mode: TenantMode;
  /** Lower case, as Node names headers. */
  readonly header: string;
  readonly strict: boolean;
  readonly mainDomain: string | undefined;
  /** Claims that may name the tenant; the first that is present counts. */
  readonly claims: readonly string[];
}
