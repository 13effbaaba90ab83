import { isIP } from 'node:net';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { Environment, MailSettings } from './environment.ts';
import { isProduction, productionFaults } from './production-faults.ts';
import { Variables } from './variables.ts';

/** Thrown with every fault of the configuration at once; the message is meant to be printed as it is. */
export class ConfigurationError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The configuration is not valid:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

/**
 * Reads, validates and freezes the environment. An empty value counts as absent.
 * @throws {ConfigurationError} naming every variable that is missing or wrong, never its value
 */
export function readEnvironment(raw: Readonly<Record<string, unknown>>): Environment {
  const given = Object.fromEntries(
    Object.entries(raw).filter(([, value]) => value !== undefined && value !== ''),
  );
  const variables = plainToInstance(Variables, given, { exposeDefaultValues: true });
  const faults = [...formFaults(variables), ...meaningFaults(variables)];
  if (faults.length === 0) faults.push(...productionFaults(variables));
  if (faults.length > 0) throw new ConfigurationError(faults);
  return toEnvironment(variables);
}

function formFaults(variables: Variables): string[] {
  return validateSync(variables).map(({ property, value, constraints }) => {
    const [expected] = Object.values(constraints ?? {});
    return `${property} ${value === undefined ? 'is missing' : 'is not valid'}: ${expected ?? ''}`;
  });
}

function meaningFaults(variables: Variables): string[] {
  const faults: string[] = [];
  if (variables.TENANT_MODE === 'subdomain' && variables.TENANT_MAIN_DOMAIN === undefined) {
    faults.push(
      'TENANT_MAIN_DOMAIN is missing: TENANT_MODE=subdomain needs the domain that tenants stand before',
    );
  }
  for (const origin of list(variables.CORS_ALLOWED_ORIGINS)) {
    if (!isOrigin(origin)) {
      faults.push(
        'CORS_ALLOWED_ORIGINS is not valid: exact origins such as https://app.example.com, comma separated',
      );
    }
  }
  for (const proxy of list(variables.TRUSTED_PROXIES)) {
    if (!isAddressRange(proxy)) {
      faults.push('TRUSTED_PROXIES is not valid: IP addresses or CIDR ranges, comma separated');
    }
  }
  if (variables.METRICS_PORT !== undefined && variables.METRICS_PORT === variables.PORT) {
    faults.push('METRICS_PORT is not valid: leave it out to serve /metrics on PORT');
  }
  return [...new Set([...faults, ...mailFaults(variables)])];
}

function mailFaults({ SMTP_URL: url, SMTP_FROM: from }: Variables): string[] {
  if (url === undefined) return [];
  if (!URL.canParse(url))
    return ['SMTP_URL is not valid: smtp://host:port or smtps://user:password@host:port'];
  return from === undefined ? ['SMTP_FROM is missing: SMTP_URL needs the address that mails are from'] : [];
}

function toEnvironment(variables: Variables): Environment {
  const issuer =
    variables.COGNITO_ISSUER ??
    `https://cognito-idp.${variables.AWS_REGION}.amazonaws.com/${variables.COGNITO_USER_POOL_ID}`;
  const allowed = list(variables.COGNITO_ALLOWED_CLIENT_IDS);
  const swagger = list(variables.COGNITO_SWAGGER_CLIENT_ID);
  return deepFreeze({
    production: isProduction(variables),
    port: variables.PORT,
    processes: variables.WEB_CONCURRENCY,
    metricsPort: variables.METRICS_PORT,
    logLevel: variables.LOG_LEVEL,
    corsAllowedOrigins: list(variables.CORS_ALLOWED_ORIGINS),
    trustedProxies: list(variables.TRUSTED_PROXIES),
    databaseUrl: variables.DATABASE_URL,
    databasePoolSize: variables.DATABASE_POOL_SIZE,
    newSignInAlerts: variables.NEW_SIGN_IN_ALERTS === '1',
    cognito: {
      region: variables.AWS_REGION,
      userPoolId: variables.COGNITO_USER_POOL_ID,
      clientId: variables.COGNITO_APP_CLIENT_ID,
      clientSecret: variables.COGNITO_APP_CLIENT_SECRET,
      acceptedClientIds: new Set([variables.COGNITO_APP_CLIENT_ID, ...allowed, ...swagger]),
      issuer,
      jwksUri: variables.COGNITO_JWKS_URI ?? `${issuer}/.well-known/jwks.json`,
      domain: variables.COGNITO_DOMAIN?.replace(/\/+$/, ''),
      swaggerClientId: swagger[0],
      preferredTokenUse: variables.COGNITO_PREFERRED_TOKEN_USE,
    },
    tenancy: {
      enabled: variables.MULTI_TENANT_ENABLED === '1',
      mode: variables.TENANT_MODE,
      header: variables.TENANT_HEADER.toLowerCase(),
      strict: variables.TENANT_STRICT === '1',
      mainDomain: variables.TENANT_MAIN_DOMAIN,
      claims: list(variables.COGNITO_TENANT_CLAIM),
    },
    mail: mailOf(variables),
    allowPrivateWebhooks: variables.ALLOW_PRIVATE_WEBHOOKS === '1',
  } satisfies Environment);
}

function mailOf({ SMTP_URL: smtpUrl, SMTP_FROM: from }: Variables): MailSettings | undefined {
  return smtpUrl === undefined || from === undefined ? undefined : { smtpUrl, from };
}

function list(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function isOrigin(value: string): boolean {
  return URL.canParse(value) && /^https?:\/\//.test(value) && new URL(value).origin === value;
}

function isAddressRange(value: string): boolean {
  const [address = '', bits, ...rest] = value.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value) as unknown[]) {
    if (typeof inner === 'object' && inner !== null && !(inner instanceof Set)) deepFreeze(inner);
  }
  return Object.freeze(value);
}
