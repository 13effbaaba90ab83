import { json, notFound, type Reply } from '../http/reply.ts';
import { issuerOf, type Service } from '../service.ts';
import { jwks } from '../tokens/keys.ts';
import { CORS } from './cors.ts';

/** `/<pool>/.well-known/…`: at the issuer, as in the service, while the other endpoints are at the domain. */
export function wellKnown(service: Service, poolId: string, document: string): Reply {
  const pool = service.store.pools.get(poolId);
  if (!pool) return notFound();
  const body = document === 'jwks.json' ? jwks(pool) : discovery(service, poolId);
  return json(200, body, { ...CORS, 'cache-control': 'public, max-age=0, must-revalidate' });
}

/** The keys of the service's own document; like there, PKCE is not announced, though it is supported. */
function discovery(service: Service, poolId: string) {
  const issuer = issuerOf(service, poolId);
  const domain = service.publicUrl;
  return {
    authorization_endpoint: `${domain}/oauth2/authorize`,
    end_session_endpoint: `${domain}/logout`,
    id_token_signing_alg_values_supported: ['RS256'],
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ['code'],
    revocation_endpoint: `${domain}/oauth2/revoke`,
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint: `${domain}/oauth2/token`,
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    userinfo_endpoint: `${domain}/oauth2/userInfo`,
  };
}
