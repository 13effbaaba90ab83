import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUrl, Matches, Max, Min } from 'class-validator';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export const TENANT_MODES = ['header', 'subdomain', 'claim'] as const;
export const TOKEN_USES = ['access', 'id'] as const;

const CLIENT_ID = '[\\w+-]{1,128}';
const CLAIM = '[\\w:./-]{1,128}';
/** Nothing in it that could end the header it stands in. */
const SENDER = /^(?:[\w.+-]+@[\w.-]+|[^<>@\p{Cc}]+ <[\w.+-]+@[\w.-]+>)$/u;
const DOMAIN = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/;

/** What a value has to be; the loader puts the variable's name and "is missing" or "is not valid" before it. */
const expects = (message: string) => ({ message });
const oneOf = (values: readonly string[]) => IsIn(values, expects(`one of ${values.join(', ')}`));
const matches = (pattern: RegExp, message: string) => Matches(pattern, expects(message));
const listOf = (entry: string) => new RegExp(`^${entry}(\\s*,\\s*${entry})*$`);

function IsHttpUrl(): PropertyDecorator {
  const options = { protocols: ['http', 'https'], require_protocol: true, require_tld: false };
  return IsUrl(options, expects('an http or https URL'));
}

function IsSwitch(): PropertyDecorator {
  const normalise = Transform(({ value }) => ({ true: '1', false: '0' })[String(value)] ?? value);
  const check = oneOf(['0', '1']);
  return (target, key) => {
    normalise(target, key);
    check(target, key);
  };
}

function IsPort(): PropertyDecorator {
  return IsWholeNumber(0, 65_535, 'a port, 0 to 65535');
}

function IsWholeNumber(least: number, most: number, meaning: string): PropertyDecorator {
  const parse = Transform(({ value }) => (/^\d{1,9}$/.test(String(value)) ? Number(value) : value));
  const checks = [IsInt(expects(meaning)), Min(least, expects(meaning)), Max(most, expects(meaning))];
  return (target, key) => {
    for (const decorate of [parse, ...checks]) decorate(target, key);
  };
}

/** The environment as text, with what each variable may hold. `.env.example` explains each of them. */
export class Variables {
  @matches(/^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS region such as ap-northeast-1')
  AWS_REGION = 'ap-northeast-1';

  @matches(/^[a-z]{2}(-[a-z]+)+-\d_[0-9a-zA-Z]+$/, 'the user pool id, such as ap-northeast-1_AbCdEf123')
  COGNITO_USER_POOL_ID!: string;

  @matches(new RegExp(`^${CLIENT_ID}$`), 'the app client id for the Admin API calls')
  COGNITO_APP_CLIENT_ID!: string;

  @IsOptional()
  @IsString()
  COGNITO_APP_CLIENT_SECRET?: string;

  @IsOptional()
  @matches(listOf(CLIENT_ID), 'app client ids, comma separated')
  COGNITO_ALLOWED_CLIENT_IDS?: string;

  @IsOptional()
  @matches(new RegExp(`^${CLIENT_ID}$`), 'the app client id that Swagger UI signs in with')
  COGNITO_SWAGGER_CLIENT_ID?: string;

  @IsOptional()
  @IsHttpUrl()
  COGNITO_ISSUER?: string;

  @IsOptional()
  @IsHttpUrl()
  COGNITO_JWKS_URI?: string;

  @IsOptional()
  @IsHttpUrl()
  COGNITO_DOMAIN?: string;

  @IsOptional()
  @IsHttpUrl()
  AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER?: string;

  @oneOf(TOKEN_USES)
  COGNITO_PREFERRED_TOKEN_USE: (typeof TOKEN_USES)[number] = 'access';

  @matches(listOf(CLAIM), 'claim names, comma separated')
  COGNITO_TENANT_CLAIM = 'custom:tenant_id';

  @IsSwitch()
  MULTI_TENANT_ENABLED = '1';

  @oneOf(TENANT_MODES)
  TENANT_MODE: (typeof TENANT_MODES)[number] = 'header';

  @matches(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/, 'the name of an HTTP header')
  TENANT_HEADER = 'X-Tenant-Id';

  @IsSwitch()
  TENANT_STRICT = '1';

  @IsOptional()
  @matches(DOMAIN, 'a lower-case domain such as app.example.com')
  TENANT_MAIN_DOMAIN?: string;

  @matches(/^postgres(ql)?:\/\/[^\s]+$/, 'postgresql://user:password@host:port/database')
  DATABASE_URL!: string;

  @IsWholeNumber(1, 500, 'connections, 1 to 500')
  DATABASE_POOL_SIZE = 10;

  @IsSwitch()
  NEW_SIGN_IN_ALERTS = '1';

  @IsOptional()
  @IsString()
  CORS_ALLOWED_ORIGINS?: string;

  @IsOptional()
  @IsString()
  TRUSTED_PROXIES?: string;

  @IsOptional()
  @matches(/^smtps?:\/\/[^\s]+$/, 'smtp://host:port or smtps://user:password@host:port')
  SMTP_URL?: string;

  @IsOptional()
  @matches(SENDER, 'an address such as alerts@example.com, or Alerts <alerts@example.com>')
  SMTP_FROM?: string;

  @IsSwitch()
  ALLOW_PRIVATE_WEBHOOKS = '0';

  @oneOf(LOG_LEVELS)
  LOG_LEVEL: (typeof LOG_LEVELS)[number] = 'info';

  @oneOf(['development', 'production', 'test'])
  NODE_ENV = 'development';

  @IsPort()
  PORT = 8000;

  @IsOptional()
  @IsPort()
  METRICS_PORT?: number;

  @IsWholeNumber(1, 64, 'processes, 1 to 64')
  WEB_CONCURRENCY = 1;

  /** Set by `npm start` alone: production builds, but http addresses and a Cognito of its own. */
  @IsSwitch()
  LOCAL_STACK = '0';
}
