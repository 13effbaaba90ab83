import { createHash, timingSafeEqual } from 'node:crypto';
import type { UserPoolClientType } from '@aws-sdk/client-cognito-identity-provider';
import { nameOf } from './app-client.ts';
import { fault, type Finding } from './finding.ts';

/**
 * Whether the secret is configured exactly when the client has one, and the same one. No text holds either.
 * @param variable that holds the configured secret
 */
export function secretFindings(
  app: UserPoolClientType,
  configured: string | undefined,
  variable: string,
): Finding[] {
  const { ClientSecret: actual } = app;
  if (actual === undefined && configured === undefined) return [];
  const expected = `${variable} holds the secret of ${nameOf(app)} exactly when that client has one.`;
  const where = `Console: App client information > Client secret. Terraform: client_secret of the aws_cognito_user_pool_client. CLI: aws cognito-idp describe-user-pool-client.`;
  if (actual === undefined) {
    const found = `${variable} is set, but the app client ${nameOf(app)} has no secret.`;
    return [fault(found, expected, `Take ${variable} out of the environment.`)];
  }
  if (configured === undefined) {
    const found = `The app client ${nameOf(app)} has a secret, but ${variable} is not set.`;
    return [fault(found, expected, `Set ${variable} to the client's secret. ${where}`)];
  }
  if (isSame(actual, configured)) return [];
  const found = `${variable} is another secret than the one that Cognito shows for the app client ${nameOf(app)}.`;
  return [fault(found, expected, `Set ${variable} to the client's secret. ${where}`)];
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
