import { describe, expect, it } from '@jest/globals';
import type { UserPoolClientType } from '@aws-sdk/client-cognito-identity-provider';
import { apiClientChecks } from './api-client-checks.ts';
import type { Finding } from './finding.ts';
import { readSetup } from './setup.ts';

const PASSWORD = 'ALLOW_ADMIN_USER_PASSWORD_AUTH';
const REFRESH = 'ALLOW_REFRESH_TOKEN_AUTH';
const ROTATION = { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 } as const;

const SETUP = readSetup({
  COGNITO_USER_POOL_ID: 'ap-northeast-1_Example1',
  COGNITO_APP_CLIENT_ID: 'api',
  DATABASE_URL: 'postgresql://app:p@127.0.0.1/tenantry',
});

async function found(app: UserPoolClientType): Promise<[string, Finding['severity']][]> {
  const described = { ClientId: 'api', ReadAttributes: ['email', 'custom:tenant_id'], ...app };
  const all: [string, Finding['severity']][] = [];
  for (const { name, run } of apiClientChecks({ app: () => Promise.resolve(described) }, SETUP)) {
    all.push(...(await run()).map(({ severity }): [string, Finding['severity']] => [name, severity]));
  }
  return all;
}

describe('apiClientChecks', () => {
  it.each<[string, UserPoolClientType]>([
    ['refreshing by flow', { ExplicitAuthFlows: [PASSWORD, REFRESH] }],
    ['rotation', { ExplicitAuthFlows: [PASSWORD], RefreshTokenRotation: ROTATION }],
    ['the old name of the flow', { ExplicitAuthFlows: ['ADMIN_NO_SRP_AUTH'] }],
  ])('say nothing of %s', async (_what, app) => {
    expect(await found(app)).toEqual([]);
  });

  it.each<[string, string, Finding['severity'], UserPoolClientType]>([
    [
      'rotation and refreshing by flow together',
      'refresh',
      'fault',
      { ExplicitAuthFlows: [PASSWORD, REFRESH], RefreshTokenRotation: ROTATION },
    ],
    ['neither of the two', 'refresh', 'advice', { ExplicitAuthFlows: [PASSWORD] }],
    ['no flow for passwords', 'flow', 'fault', { ExplicitAuthFlows: [REFRESH] }],
    [
      'a way in past the API',
      'outside',
      'advice',
      { ExplicitAuthFlows: [PASSWORD, REFRESH, 'ALLOW_USER_SRP_AUTH'] },
    ],
    [
      'no list of what it reads, which has no custom attribute in it',
      'reads',
      'fault',
      { ExplicitAuthFlows: [PASSWORD, REFRESH], ReadAttributes: [] },
    ],
  ])('tell of %s', async (_what, name, severity, app) => {
    expect(await found(app)).toEqual([[`api_client/${name}`, severity]]);
  });
});
