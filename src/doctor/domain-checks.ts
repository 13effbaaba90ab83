import { CannotLook, DoesNotApply, fault, type Check, type Finding } from './finding.ts';
import type { Setup } from './setup.ts';
import type { UserPool } from './user-pool.ts';
import { answerOf, type WellKnown } from './well-known.ts';

/** Where people sign in by the login pages. */
export function domainChecks(pool: Pick<UserPool, 'describe'>, wellKnown: WellKnown, setup: Setup): Check[] {
  const { domain, region, clientId } = setup.environment.cognito;
  const configured = () => {
    if (domain !== undefined) return domain;
    throw new DoesNotApply(
      'COGNITO_DOMAIN is not set: there are no login pages, and Swagger UI has no Authorize button',
    );
  };
  return [
    { name: 'domain/answers', run: () => silence(configured(), setup.web.clientId ?? clientId) },
    { name: 'domain/of_pool', run: () => foreign(configured(), pool, wellKnown, region) },
  ];
}

const CHANGE =
  'Set COGNITO_DOMAIN, for the API and the front end, to what stands in Console: Branding > Domain. Terraform: aws_cognito_user_pool_domain. CLI: aws cognito-idp create-user-pool-domain where there is none yet.';

async function silence(domain: string, clientId: string): Promise<Finding[]> {
  const uri = `${domain}/oauth2/authorize?response_type=code&client_id=${encodeURIComponent(clientId)}`;
  const answer = await answerOf(uri).catch((error: unknown) => {
    if (error instanceof CannotLook) return error;
    throw error;
  });
  const isThere = answer instanceof Response && answer.status < 500 && answer.status !== 404;
  if (isThere) return [];
  const found = answer instanceof Response ? `${domain} answers ${answer.status}` : answer.message;
  return [
    fault(`There are no login pages at COGNITO_DOMAIN: ${found}.`, 'The login pages of the pool.', CHANGE),
  ];
}

async function foreign(
  domain: string,
  pool: Pick<UserPool, 'describe'>,
  wellKnown: WellKnown,
  region: string,
): Promise<Finding[]> {
  const { Domain: prefix, CustomDomain: custom } = await pool.describe();
  const { authorizationEndpoint } = await wellKnown.published();
  const origins = new Set([
    ...(prefix === undefined ? [] : [`https://${prefix}.auth.${region}.amazoncognito.com`]),
    ...(custom === undefined ? [] : [`https://${custom}`]),
    ...(authorizationEndpoint === undefined ? [] : [new URL(authorizationEndpoint).origin]),
  ]);
  if (origins.has(new URL(domain).origin)) return [];
  const own = origins.size === 0 ? 'which has no domain' : `whose domain is ${[...origins].join(' or ')}`;
  return [
    fault(
      `${domain} is not a domain of this pool, ${own}.`,
      'COGNITO_DOMAIN is a domain of the pool.',
      CHANGE,
    ),
  ];
}
