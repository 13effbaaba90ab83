import { describe, expect, it } from '@jest/globals';
import { handler } from './pre-token-generation.mjs';

/** What Cognito sends: the pieces that the function may look at. */
function event(userAttributes: Record<string, string>, details: object | null = null) {
  return {
    version: '2',
    triggerSource: 'TokenGeneration_Authentication',
    request: { userAttributes: { sub: '6f1c', email: 'alice@example.com', ...userAttributes } },
    response: { claimsAndScopeOverrideDetails: details },
  };
}

describe('the pre token generation trigger', () => {
  it("puts the user's tenant into the access token alone", async () => {
    const { response } = await handler(event({ 'custom:tenant_id': 'tenant_a' }));
    expect(response).toEqual({
      claimsAndScopeOverrideDetails: {
        accessTokenGeneration: { claimsToAddOrOverride: { tenant_id: 'tenant_a' } },
      },
    });
  });

  it.each([[{}], [{ 'custom:tenant_id': '' }], [{ tenant_id: 'tenant_b' }]])(
    'leaves a user with %j alone',
    async (attributes) => {
      const sent = event(attributes);
      expect(await handler(structuredClone(sent))).toEqual(sent);
    },
  );

  it('keeps what the response says already', async () => {
    const { response } = await handler(
      event(
        { 'custom:tenant_id': 'tenant_a' },
        {
          idTokenGeneration: { claimsToSuppress: ['email'] },
          accessTokenGeneration: { claimsToAddOrOverride: { plan: 'gold' }, scopesToAdd: ['orders'] },
        },
      ),
    );
    expect(response.claimsAndScopeOverrideDetails).toEqual({
      idTokenGeneration: { claimsToSuppress: ['email'] },
      accessTokenGeneration: {
        claimsToAddOrOverride: { plan: 'gold', tenant_id: 'tenant_a' },
        scopesToAdd: ['orders'],
      },
    });
  });

  it('gives back the event itself, whatever the trigger source', async () => {
    const sent = {
      ...event({ 'custom:tenant_id': 'tenant_a' }),
      triggerSource: 'TokenGeneration_RefreshTokens',
    };
    expect(await handler(sent)).toBe(sent);
  });
});
