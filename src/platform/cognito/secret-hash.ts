import { createHmac } from 'node:crypto';

/**
 * `SECRET_HASH` of a call made by an app client that has a secret: Base64(HMAC-SHA-256(secret, username + client id)).
 * @param username exactly the `USERNAME` of the same call; when refreshing or answering a challenge that is the real
 *   username, not the e-mail it was signed in with
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash
 */
export function secretHash(secret: string, username: string, clientId: string): string {
  return createHmac('sha256', secret)
    .update(username + clientId)
    .digest('base64');
}
