import type { UserPoolClientType } from '@aws-sdk/client-cognito-identity-provider';
import { changeOf, nameOf } from './app-client.ts';
import { fault, type Finding } from './finding.ts';

/** The authorization code grant alone, by the login pages of the pool. */
export function codeFlow(app: UserPoolClientType): Finding[] {
  const { AllowedOAuthFlows: flows = [], AllowedOAuthFlowsUserPoolClient: enabled } = app;
  const faults: string[] = [];
  if (enabled !== true) faults.push('is not served by the login pages');
  if (!flows.includes('code')) faults.push('does not allow the authorization code grant');
  if (flows.includes('implicit')) faults.push('allows the implicit grant, which puts tokens into addresses');
  if ((app.SupportedIdentityProviders ?? []).length === 0) faults.push('has no identity provider');
  if (faults.length === 0) return [];
  return [
    fault(
      `The app client ${nameOf(app)} ${faults.join(', ')}.`,
      'The authorization code grant and no other, with the identity provider COGNITO.',
      changeOf(app, {
        console: 'Login pages > Edit > OAuth grant types, Authorization code grant alone',
        terraform:
          'allowed_oauth_flows_user_pool_client = true, allowed_oauth_flows = ["code"], supported_identity_providers = ["COGNITO"]',
        options:
          '--allowed-o-auth-flows-user-pool-client --allowed-o-auth-flows code --supported-identity-providers COGNITO',
      }),
    ),
  ];
}
