import { CannotLook } from './finding.ts';

const DEADLINE_MS = 5_000;

/** What a pool publishes of itself, with when it did. */
export interface Published {
  /** `iss` of its tokens. */
  readonly issuer: string;
  readonly authorizationEndpoint: string | undefined;
  /** Cognito's clock less this one's, milliseconds; `undefined` when the answer had no date. */
  readonly ahead: number | undefined;
}

/** The OpenID Connect discovery document of the pool, at the service itself and not where the configuration says. */
export class WellKnown {
  /** Where the pool is at the service; what Cognito first made its issuers of. */
  readonly base: string;
  private asked: Promise<Published> | undefined;

  constructor(endpoint: string, userPoolId: string) {
    this.base = `${endpoint}/${userPoolId}`;
  }

  get jwksUri(): string {
    return `${this.base}/.well-known/jwks.json`;
  }

  /** @throws {CannotLook} */
  published(): Promise<Published> {
    return (this.asked ??= this.ask());
  }

  private async ask(): Promise<Published> {
    const uri = `${this.base}/.well-known/openid-configuration`;
    const asked = Date.now();
    const response = await answerOf(uri);
    const now = (asked + Date.now()) / 2;
    if (response.status !== 200) throw new CannotLook(`${uri} answers ${response.status}`);
    const document = (await response.json().catch(() => ({}))) as Record<string, unknown>;
    const { issuer, authorization_endpoint: authorize } = document;
    if (typeof issuer !== 'string') throw new CannotLook(`${uri} is no discovery document`);
    // The header has whole seconds: half of one is the best guess of the rest.
    const date = Date.parse(response.headers.get('date') ?? '') + 500;
    return {
      issuer,
      authorizationEndpoint: typeof authorize === 'string' ? authorize : undefined,
      ahead: Number.isNaN(date) ? undefined : date - now,
    };
  }
}

/** @throws {CannotLook} when there is no answer */
export async function answerOf(uri: string): Promise<Response> {
  try {
    return await fetch(uri, { redirect: 'manual', signal: AbortSignal.timeout(DEADLINE_MS) });
  } catch (error) {
    throw new CannotLook(`${new URL(uri).origin} does not answer (${causeOf(error)})`);
  }
}

/** Node's fetch says "fetch failed" and puts the reason beneath. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause: unknown = error.cause;
  if (!(cause instanceof Error)) return error.message;
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
