/**
 * Cognito's pre token generation trigger, V2_0: puts the user's tenant into access tokens as `tenant_id`, a name that
 * Cognito keeps for no attribute of its own. ID tokens carry `custom:tenant_id` already. A user without a tenant is left
 * alone, and so are claims that the response holds before. It stands in every sign-in and refresh: it calls nothing.
 */
export async function handler(event) {
  const tenant = event.request.userAttributes['custom:tenant_id'];
  if (!tenant) return event;
  const override = event.response.claimsAndScopeOverrideDetails;
  const generation = override?.accessTokenGeneration;
  event.response.claimsAndScopeOverrideDetails = {
    ...override,
    accessTokenGeneration: {
      ...generation,
      claimsToAddOrOverride: { ...generation?.claimsToAddOrOverride, tenant_id: tenant },
    },
  };
  return event;
}
