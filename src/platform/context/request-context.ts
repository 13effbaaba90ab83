import { AsyncLocalStorage } from 'node:async_hooks';

/** Who is calling: the claims of a verified token that the application uses, and nothing else of it. */
export interface Principal {
  /** `iss`: together with {@link subject} it names a user. Never use the e-mail for that. */
  readonly issuer: string;
  /** `sub`, opaque. */
  readonly subject: string;
  readonly username: string;
  readonly tokenUse: 'access' | 'id';
  readonly clientId: string;
  /** Only ID tokens carry it. */
  readonly email: string | null;
  /** `cognito:groups`. */
  readonly groups: readonly string[];
  /** The first of `COGNITO_TENANT_CLAIM`'s claims that the token carries. */
  readonly tenantClaim: string | null;
  /** `origin_jti`, or `jti` where revocation is off: names the sign-in that this token came from. */
  readonly signInId: string;
  /** `iat`, seconds since the epoch. */
  readonly issuedAt: number;
  /** `exp`, seconds since the epoch. */
  readonly expiresAt: number;
}

export type Role = 'admin' | 'member' | 'viewer';

/** The tenant whose rows the work under way may touch, already proven by membership. */
export interface ActiveTenant {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** The machine that is calling, by a key of a tenant. It is no user, and never both. */
export interface ApiKeyIdentity {
  readonly id: string;
  /** What people call it. */
  readonly name: string;
}

/** Whoever does what is under way. */
export interface Actor {
  readonly type: 'user' | 'api_key';
  /** `iss` of a user; of a key {@link API_KEY_ISSUER}. */
  readonly issuer: string;
  /** `sub` of a user, id of a key. */
  readonly id: string;
  readonly name: string;
}

/** Stands where a user's issuer stands: no issuer of tokens is called so, they all are URLs. */
export const API_KEY_ISSUER = 'api-key';

/** What travels with a request through every `await`. The guards fill it in, in their order, once. */
export interface RequestContext {
  readonly requestId: string;
  /** Address of the caller, as far as trusted proxies tell it. */
  readonly address?: string;
  principal?: Principal;
  apiKey?: ApiKeyIdentity;
  tenant?: ActiveTenant;
  /** {@link tenant} is only named so far: its rows are being asked whether the caller belongs there. */
  readonly isUnproven?: boolean;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `work` in `context`. Prisma promises are lazy: pass an async function so that they start inside. */
export function runInContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/** The context of the work under way; `undefined` outside of any request or job. */
export function currentContext(): RequestContext | undefined {
  return storage.getStore();
}

/**
 * Whose share of what all have together the work under way takes: the tenant's, once it is proven that the caller
 * belongs there; until then the caller's own, so that nobody takes anything of a tenant by naming it.
 */
export function currentParty(): string {
  const { tenant, isUnproven, principal, address } = currentContext() ?? {};
  if (tenant !== undefined && isUnproven !== true) return tenant.id;
  // No tenant's id has a space.
  return principal === undefined ? `from ${address}` : `of ${principal.subject}`;
}

/** `undefined` when it is the application itself. */
export function currentActor(): Actor | undefined {
  const { principal, apiKey } = currentContext() ?? {};
  if (apiKey !== undefined)
    return { type: 'api_key', issuer: API_KEY_ISSUER, id: apiKey.id, name: apiKey.name };
  if (principal === undefined) return undefined;
  const { issuer, subject, username, email } = principal;
  return { type: 'user', issuer, id: subject, name: email ?? username };
}
