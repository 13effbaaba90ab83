import { form, type HttpRequest } from '../http/request.ts';
import type { Service } from '../service.ts';
import { isClientSecret } from '../sign-in/client-auth.ts';
import type { Client, Pool } from '../store/model.ts';
import { TokenError } from './oauth-error.ts';

/**
 * The client of a token or revocation request: client_secret_basic, client_secret_post, or for a client without
 * secret its client_id alone (RFC 6749, 2.3.1).
 * @param failure status of `invalid_client`: 400 at the token endpoint, 401 at the revocation endpoint
 * @throws TokenError
 */
export function authenticateClient(
  service: Service,
  request: HttpRequest,
  failure: 400 | 401,
): { pool: Pool; client: Client } {
  const fields = form(request);
  const header = request.headers.authorization;
  const basic = header === undefined ? undefined : readBasic(header);
  const inBody = fields.get('client_secret') || undefined;
  if (basic && inBody !== undefined)
    throw new TokenError('invalid_request', 'two ways of client authentication');
  const id = basic?.id ?? fields.get('client_id') ?? '';
  const found = service.store.findClient(id);
  const secrets = basic ? [basic.secret, formDecoded(basic.secret)] : [inBody];
  const sameId = (fields.get('client_id') ?? id) === id;
  if (!found || !sameId || !secrets.some((secret) => isClientSecret(found.client, secret))) {
    throw new TokenError('invalid_client', '', failure);
  }
  return found;
}

function readBasic(header: string): { id: string; secret: string } | undefined {
  const [, encoded] = /^Basic\s+([\w+/=-]+)$/i.exec(header) ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { id: formDecoded(text.slice(0, colon)), secret: text.slice(colon + 1) };
}

/** Libraries differ in whether they form-encode the pair first, as the RFC wants. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
