import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, readEnvironment } from './read-environment.ts';

const MINIMUM = {
  COGNITO_USER_POOL_ID: 'ap-northeast-1_AbCdEf123',
  COGNITO_APP_CLIENT_ID: 'client1',
  DATABASE_URL: 'postgresql://app:Zq8-long-secret@db:5432/tenantry',
};
const faultsOf = (variables: Record<string, string>): readonly string[] => {
  try {
    readEnvironment(variables);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
};

describe('readEnvironment', () => {
  it('has the defaults of the contract', () => {
    const environment = readEnvironment(MINIMUM);
    expect(environment).toMatchObject({
      production: false,
      port: 8000,
      metricsPort: undefined,
      logLevel: 'info',
      corsAllowedOrigins: [],
      trustedProxies: [],
      cognito: {
        region: 'ap-northeast-1',
        clientSecret: undefined,
        issuer: 'https://cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_AbCdEf123',
        jwksUri:
          'https://cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_AbCdEf123/.well-known/jwks.json',
        preferredTokenUse: 'access',
      },
      tenancy: {
        enabled: true,
        mode: 'header',
        header: 'x-tenant-id',
        strict: true,
        claims: ['custom:tenant_id'],
      },
    });
    expect([...environment.cognito.acceptedClientIds]).toEqual(['client1']);
  });

  it('is frozen all the way down', () => {
    const environment = readEnvironment(MINIMUM) as { port: number; tenancy: { strict: boolean } };
    expect(() => (environment.port = 1)).toThrow(TypeError);
    expect(() => (environment.tenancy.strict = false)).toThrow(TypeError);
  });

  it('splits lists, and counts an empty value as absent', () => {
    const environment = readEnvironment({
      ...MINIMUM,
      COGNITO_ALLOWED_CLIENT_IDS: 'web, swagger',
      COGNITO_TENANT_CLAIM: 'custom:tenant_id,tenant_id',
      CORS_ALLOWED_ORIGINS: 'https://a.example.com,http://localhost:3000',
      TRUSTED_PROXIES: '10.0.0.0/8, ::1',
      COGNITO_APP_CLIENT_SECRET: '',
      TENANT_MODE: '',
    });
    expect([...environment.cognito.acceptedClientIds]).toEqual(['client1', 'web', 'swagger']);
    expect(environment.tenancy.claims).toEqual(['custom:tenant_id', 'tenant_id']);
    expect(environment.corsAllowedOrigins).toEqual(['https://a.example.com', 'http://localhost:3000']);
    expect(environment.trustedProxies).toEqual(['10.0.0.0/8', '::1']);
    expect(environment.cognito.clientSecret).toBeUndefined();
    expect(environment.tenancy.mode).toBe('header');
  });

  it('tells every fault at once, by name, and never a value', () => {
    const secret = 'not-a-url-but-a-secret';
    const faults = faultsOf({ DATABASE_URL: secret, PORT: '99999', TENANT_MODE: 'cookie' });
    expect(faults).toHaveLength(5);
    for (const name of [
      'COGNITO_USER_POOL_ID',
      'COGNITO_APP_CLIENT_ID',
      'DATABASE_URL',
      'PORT',
      'TENANT_MODE',
    ]) {
      expect(faults.filter((fault) => fault.startsWith(`${name} `))).toHaveLength(1);
    }
    expect(faults.join()).not.toContain(secret);
  });

  it.each([
    ['AWS_REGION', 'tokyo'],
    ['COGNITO_USER_POOL_ID', 'pool'],
    ['COGNITO_ISSUER', 'cognito'],
    ['COGNITO_JWKS_URI', 'file:///etc/passwd'],
    ['COGNITO_PREFERRED_TOKEN_USE', 'refresh'],
    ['COGNITO_ALLOWED_CLIENT_IDS', 'a,,b'],
    ['COGNITO_TENANT_CLAIM', ','],
    ['MULTI_TENANT_ENABLED', 'maybe'],
    ['TENANT_STRICT', '2'],
    ['TENANT_HEADER', 'X Tenant'],
    ['TENANT_MAIN_DOMAIN', 'https://example.com'],
    ['CORS_ALLOWED_ORIGINS', '*'],
    ['CORS_ALLOWED_ORIGINS', 'https://a.example.com/'],
    ['TRUSTED_PROXIES', 'true'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['LOG_LEVEL', 'loud'],
    ['NODE_ENV', 'staging'],
    ['PORT', '0x50'],
    ['PORT', '-1'],
    ['METRICS_PORT', '8000'],
    ['DATABASE_URL', 'mysql://x'],
    ['DATABASE_POOL_SIZE', '0'],
    ['WEB_CONCURRENCY', '0'],
    ['WEB_CONCURRENCY', '65'],
    ['WEB_CONCURRENCY', 'auto'],
    ['ALLOW_PRIVATE_WEBHOOKS', 'yes'],
    ['SMTP_FROM', 'nobody'],
    ['SMTP_FROM', 'a@example.com\r\nBcc: b@example.com'],
    ['SMTP_FROM', 'A\nBcc: b <a@example.com>'],
  ])('refuses %s=%s', (name, value) => {
    expect(faultsOf({ ...MINIMUM, [name]: value })).toEqual([
      expect.stringMatching(new RegExp(`^${name} is not valid`)),
    ]);
  });

  it.each(['https://mail.example.com', 'mail.example.com:25', 'smtp://[::1'])(
    'refuses SMTP_URL=%s',
    (url) => {
      expect(faultsOf({ ...MINIMUM, SMTP_URL: url, SMTP_FROM: 'a@example.com' })).toEqual([
        expect.stringMatching(/^SMTP_URL is not valid/),
      ]);
    },
  );

  it('needs to know who mails are from, where there is a mail server', () => {
    const SMTP_URL = 'smtps://user:Zq8-long-secret@mail.example.com';
    expect(faultsOf({ ...MINIMUM, SMTP_URL })).toEqual([expect.stringMatching(/^SMTP_FROM is missing/)]);
    for (const SMTP_FROM of ['alerts@example.com', 'Tenantry Alerts <alerts@example.com>']) {
      const { mail } = readEnvironment({ ...MINIMUM, SMTP_URL, SMTP_FROM });
      expect(mail).toEqual({ smtpUrl: SMTP_URL, from: SMTP_FROM });
    }
    expect(readEnvironment(MINIMUM)).toMatchObject({ mail: undefined, allowPrivateWebhooks: false });
  });

  it('needs the main domain in subdomain mode', () => {
    expect(faultsOf({ ...MINIMUM, TENANT_MODE: 'subdomain' })).toEqual([
      expect.stringMatching(/^TENANT_MAIN_DOMAIN is missing/),
    ]);
  });
});

describe('In production', () => {
  const production = { ...MINIMUM, NODE_ENV: 'production' };

  it('a complete configuration starts', () => {
    expect(readEnvironment(production).production).toBe(true);
  });

  it.each([
    ['COGNITO_ISSUER', 'http://cognito.example.com/pool'],
    ['COGNITO_JWKS_URI', 'http://cognito.example.com/jwks.json'],
    ['COGNITO_DOMAIN', 'http://auth.example.com'],
    ['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER', 'https://localhost:9229'],
    ['COGNITO_APP_CLIENT_SECRET', 'change-me'],
    ['COGNITO_APP_CLIENT_SECRET', 'your-client-secret'],
    ['DATABASE_URL', 'postgresql://app:changeme@db/tenantry'],
    ['DATABASE_URL', 'postgresql://app:password@db/tenantry'],
    ['ALLOW_PRIVATE_WEBHOOKS', '1'],
  ])('%s=%s stops the start, but not on a developer’s machine', (name, value) => {
    expect(faultsOf({ ...production, [name]: value })).toEqual([
      expect.stringMatching(new RegExp(`^${name} is not valid`)),
    ]);
    expect(faultsOf({ ...production, LOCAL_STACK: '1', [name]: value })).toEqual([]);
    expect(faultsOf({ ...MINIMUM, [name]: value })).toEqual([]);
  });
});
