import { createHmac } from 'node:crypto';
import { invalidParameter, notAuthorized } from '../errors.ts';
import { sameSecret } from '../secrets.ts';
import type { Client } from '../store/model.ts';

/**
 * `Base64(HMAC_SHA256(client secret, username + client id))`, over the user name exactly as it was sent
 * (DG signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash).
 * @throws NotAuthorizedException missing, wrong, or sent for a client without secret
 */
export function assertSecretHash(client: Client, username: string, given: string | undefined): void {
  if (client.secret === undefined) {
    if (given !== undefined) throw notAuthorized(`Unable to verify secret hash for client ${client.id}`);
    return;
  }
  if (given === undefined) {
    throw notAuthorized(`Client ${client.id} is configured for secret but secret was not received`);
  }
  const expected = createHmac('sha256', client.secret)
    .update(username + client.id)
    .digest('base64');
  if (!sameSecret(given, expected)) {
    throw notAuthorized(`Unable to verify secret hash for client ${client.id}`);
  }
}

/** For the calls that take the secret itself, and the token endpoint. */
export function isClientSecret(client: Client, given: string | undefined): boolean {
  if (client.secret === undefined) return given === undefined;
  return given !== undefined && sameSecret(given, client.secret);
}

const OLD_FLOWS = ['ADMIN_NO_SRP_AUTH', 'CUSTOM_AUTH_FLOW_ONLY', 'USER_PASSWORD_AUTH'];

/**
 * Refreshing by auth flow; clients with the old flow names always may.
 * @throws InvalidParameterException
 */
export function assertRefreshFlow(client: Client): void {
  if (client.rotation.enabled) {
    throw invalidParameter('REFRESH_TOKEN_AUTH is not available with refresh token rotation.');
  }
  assertFlow(client, 'ALLOW_REFRESH_TOKEN_AUTH', ...OLD_FLOWS);
}

/** @throws InvalidParameterException unless one of the flows is in the client's ExplicitAuthFlows */
export function assertFlow(client: Client, ...flows: string[]): void {
  if (!flows.some((flow) => client.explicitAuthFlows.includes(flow))) {
    throw invalidParameter(`Auth flow not enabled for this client: ${flows[0]}`);
  }
}
