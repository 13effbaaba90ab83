import type { UserPoolClientType } from '@aws-sdk/client-cognito-identity-provider';
import { change } from './finding.ts';

/** As an operator finds it in the console. */
export function nameOf({ ClientId, ClientName }: UserPoolClientType): string {
  return ClientName === undefined ? `${ClientId}` : `"${ClientName}" (${ClientId})`;
}

/**
 * Where a setting of one app client can be changed.
 * @param places page and field in the console, argument in Terraform, options of `update-user-pool-client`
 */
export function changeOf(
  { ClientId, ClientName }: UserPoolClientType,
  places: { console: string; terraform: string; options: string },
): string {
  return change({
    console: `Applications > App clients > ${ClientName ?? ClientId} > ${places.console}`,
    terraform: `aws_cognito_user_pool_client, ${places.terraform}`,
    cli: `update-user-pool-client --client-id ${ClientId} ${places.options}`,
  });
}

/** A list as HCL writes it. */
export function hclList(entries: readonly string[]): string {
  return `[${entries.map((entry) => `"${entry}"`).join(', ')}]`;
}
