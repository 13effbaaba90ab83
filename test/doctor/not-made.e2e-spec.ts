import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { examined, findings, reasons } from './clinic.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe('What the doctor cannot look at never counts as well', () => {
  it.each([
    ['DescribeUserPool', /^(pool|tenant\/attribute|domain\/of_pool|tokens\/issuer)/],
    ['ListUserPoolClients', /^(tenant\/read_only|clients)/],
    ['DescribeUserPoolClient', /^(tenant\/read_only|clients|api_client|web_client|swagger_client)/],
  ])('without the permission %s, which is named', async (action, concerned) => {
    const examination = await examined(database.runtimeUrl, {
      cognito: (cognito) => cognito.fault(action, 'AccessDeniedException', 1_000),
    });
    const why = reasons(examination, 'not_made');
    expect(Object.keys(why).length).toBeGreaterThan(2);
    for (const [name, reason] of Object.entries(why)) {
      expect(name).toMatch(concerned);
      expect(reason).toContain(`lacks the IAM action cognito-idp:${action}`);
    }
    expect(findings(examination, 'fault')).toEqual([]);
    expect(examination.exitCode).toBe(2);
  });

  it('and what is not set up is said to be so', async () => {
    const examination = await examined(database.runtimeUrl, {
      variables: () => ({
        AUTH_URL: undefined,
        COGNITO_WEB_CLIENT_ID: undefined,
        COGNITO_DOMAIN: undefined,
        COGNITO_SWAGGER_CLIENT_ID: undefined,
        MULTI_TENANT_ENABLED: '0',
      }),
    });
    expect(reasons(examination, 'does_not_apply')).toMatchObject({
      'tenant/attribute': 'MULTI_TENANT_ENABLED is 0',
      'web_client/callback_url': expect.stringContaining('AUTH_URL'),
      'web_client/secret': expect.stringContaining('front end'),
      'swagger_client/flow': expect.stringContaining('COGNITO_SWAGGER_CLIENT_ID'),
      'domain/answers': expect.stringContaining('COGNITO_DOMAIN'),
    });
    expect(examination.exitCode).toBe(0);
  });
});
