import 'server-only';
import { settings } from '@/lib/settings';

/** A call of Cognito's `/oauth2/token` or `/oauth2/revoke`, as the public or the confidential client. */
export function callTokenEndpoint(
  path: 'token' | 'revoke',
  fields: Record<string, string>,
): Promise<Response> {
  const { cognitoDomain, clientId, clientSecret } = settings();
  const body = new URLSearchParams({ ...fields, client_id: clientId });
  const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  return fetch(`${cognitoDomain}/oauth2/${path}`, {
    method: 'POST',
    body,
    headers: clientSecret === undefined ? {} : { Authorization: basic },
    signal: AbortSignal.timeout(5_000),
    cache: 'no-store',
  });
}
