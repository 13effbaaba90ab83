import { ServiceError } from '../errors.ts';
import { issuerOf, type Service } from '../service.ts';
import type { Client, Pool, User } from '../store/model.ts';
import { allAttributes } from '../user/attributes.ts';
import type { Claims } from './jwt.ts';

export type TokenTrigger =
  | 'TokenGeneration_HostedAuth'
  | 'TokenGeneration_Authentication'
  | 'TokenGeneration_NewPasswordChallenge'
  | 'TokenGeneration_RefreshTokens';

interface ClaimChanges {
  claimsToAddOrOverride?: Record<string, unknown>;
  claimsToSuppress?: readonly string[];
}

interface AccessTokenChanges extends ClaimChanges {
  scopesToAdd?: readonly string[];
  scopesToSuppress?: readonly string[];
}

interface GroupChanges {
  groupsToOverride?: readonly string[];
  iamRolesToOverride?: readonly string[];
  preferredRole?: string | null;
}

/** What the trigger answers; all of it is optional. */
export interface ClaimsAndScopeOverride {
  idTokenGeneration?: ClaimChanges | null;
  accessTokenGeneration?: AccessTokenChanges | null;
  groupOverrideDetails?: GroupChanges | null;
}

/** The event of the pre token generation trigger, version 2 (DG user-pool-lambda-pre-token-generation.html). */
export interface PreTokenGenerationEvent {
  version: '2';
  triggerSource: TokenTrigger;
  region: string;
  userPoolId: string;
  userName: string;
  callerContext: { awsSdkVersion: string; clientId: string };
  request: {
    userAttributes: Record<string, string>;
    groupConfiguration: {
      groupsToOverride: string[];
      iamRolesToOverride: string[];
      preferredRole: string | null;
    };
    scopes: string[];
    clientMetadata?: Record<string, string>;
  };
  response: { claimsAndScopeOverrideDetails: ClaimsAndScopeOverride | null };
}

export type PreTokenGeneration = (
  event: PreTokenGenerationEvent,
) => PreTokenGenerationEvent | Promise<PreTokenGenerationEvent>;

/** Calls the trigger. @throws UserLambdaValidationException when it throws, as the service does. */
export async function runTrigger(
  trigger: PreTokenGeneration,
  event: PreTokenGenerationEvent,
): Promise<ClaimsAndScopeOverride> {
  try {
    const answered = await trigger(event);
    return answered.response.claimsAndScopeOverrideDetails ?? {};
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ServiceError(
      'UserLambdaValidationException',
      `PreTokenGeneration failed with error ${reason}.`,
    );
  }
}

export function triggerEvent(
  service: Service,
  { pool, client, user }: { pool: Pool; client: Client; user: User },
  triggerSource: TokenTrigger,
  scopes: readonly string[],
  clientMetadata: Record<string, string> | undefined,
): PreTokenGenerationEvent {
  return {
    version: '2',
    triggerSource,
    region: service.region,
    userPoolId: pool.id,
    userName: user.username,
    callerContext: { awsSdkVersion: `local-cognito ${issuerOf(service, pool.id)}`, clientId: client.id },
    request: {
      userAttributes: { ...allAttributes(user), 'cognito:user_status': user.status },
      groupConfiguration: { groupsToOverride: [...user.groups], iamRolesToOverride: [], preferredRole: null },
      scopes: [...scopes],
      ...(clientMetadata && { clientMetadata }),
    },
    response: { claimsAndScopeOverrideDetails: null },
  };
}

const PROTECTED = new Set(
  'sub iss client_id token_use exp iat jti origin_jti event_id auth_time nonce username at_hash'.split(' '),
);

/** Claims that no trigger may change, named in the same AWS page. `aud` may be added to an access token. */
function isProtected(claim: string, use: 'access' | 'id'): boolean {
  return PROTECTED.has(claim) || claim.startsWith('cognito:') || (claim === 'aud' && use === 'id');
}

export function changeClaims(
  claims: Claims,
  changes: ClaimChanges | null | undefined,
  use: 'access' | 'id',
): Claims {
  const suppressed = changes?.claimsToSuppress ?? [];
  const kept = Object.entries(claims).filter(
    ([name]) => isProtected(name, use) || !suppressed.includes(name),
  );
  const added = Object.entries(changes?.claimsToAddOrOverride ?? {}).filter(
    ([name, value]) => !isProtected(name, use) && (name !== 'aud' || value === claims['client_id']),
  );
  return Object.fromEntries([...kept, ...added]);
}
