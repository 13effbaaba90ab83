import { Injectable } from '@nestjs/common';
import jwt from 'jsonwebtoken';
import { Environment, type TokenUse } from '../platform/config/environment.ts';
import type { Principal } from '../platform/context/request-context.ts';
import { Problem, Unauthorized } from '../platform/http/problem.ts';
import { withoutStackTraces } from '../platform/stack-traces.ts';
import { SignOuts } from './sign-outs.ts';
import { SigningKeys } from './signing-keys.ts';
import { CLOCK_TOLERANCE, principalOf } from './token-claims.ts';
import { keyIdOf } from './token-header.ts';
import { readPart, type Members } from './token-part.ts';
import { VerifiedTokens } from './verified-tokens.ts';

/**
 * Decides whether a token is good: the checks of RFC 8725 and of "Verifying JSON web tokens" in the Cognito
 * developer guide, in an order that asks nothing of the network before the form is right.
 */
@Injectable()
export class TokenVerifier {
  private readonly issuer: string;
  private readonly clientIds: ReadonlySet<string>;
  private readonly tenantClaims: readonly string[];

  constructor(
    { cognito, tenancy }: Environment,
    private readonly keys: SigningKeys,
    private readonly verified: VerifiedTokens,
    private readonly signOuts: SignOuts,
  ) {
    // jsonwebtoken silently skips a check whose option is empty.
    if (cognito.issuer === '') throw new Error('TokenVerifier needs the issuer');
    if (cognito.acceptedClientIds.size === 0 || cognito.acceptedClientIds.has('')) {
      throw new Error('TokenVerifier needs the client ids, none of them empty');
    }
    if (tenancy.claims.length === 0) throw new Error('TokenVerifier needs the name of the tenant claim');
    this.issuer = cognito.issuer;
    this.clientIds = cognito.acceptedClientIds;
    this.tenantClaims = tenancy.claims;
  }

  /**
   * Who sent `token`, when it is good for a route that takes `uses`.
   * @throws Unauthorized when it is not, for whatever reason.
   * @throws Unavailable when signing keys or sign-outs cannot be read.
   */
  async verify(token: string, uses: readonly TokenUse[]): Promise<Principal> {
    const principal = (await this.verified.get(token)) ?? (await this.check(token));
    if (!uses.includes(principal.tokenUse))
      throw new Unauthorized(`${principal.tokenUse} token on this route`);
    if (await this.signOuts.denies(principal)) throw new Unauthorized('signed out');
    return principal;
  }

  /**
   * Who an ID token is about that Cognito has just returned to this process, in answer to a call of ours. It came over
   * the SDK's own connection, so its signature need not be checked (OpenID Connect Core 3.1.3.7, point 6): a key that
   * is not known yet must not cost somebody the tokens that Cognito has already given out.
   * @throws Unauthorized when it is not an ID token of our pool and clients.
   */
  readIdToken(token: string): Principal {
    const claims = readPart(token.split('.', 2)[1], 'payload');
    if (claims['iss'] !== this.issuer) throw new Unauthorized('of another issuer');
    // Issued just now by definition, whatever the two clocks say.
    const principal = this.principal(claims, Number(claims['iat']));
    if (principal.tokenUse !== 'id') throw new Unauthorized('not an ID token');
    return principal;
  }

  private async check(token: string): Promise<Principal> {
    try {
      const kid = keyIdOf(token);
      const key = await this.keys.get(kid);
      withoutStackTraces(() =>
        jwt.verify(token, key, {
          algorithms: ['RS256'],
          issuer: this.issuer,
          clockTolerance: CLOCK_TOLERANCE,
        }),
      );
      const claims = readPart(token.split('.', 2)[1], 'payload');
      const principal = this.principal(claims, Date.now() / 1_000);
      this.verified.remember(token, { principal, kid, key });
      return principal;
    } catch (error) {
      if (error instanceof Problem) throw error;
      // Beside its own errors jsonwebtoken throws SyntaxError and TypeError; their messages may quote the token.
      throw new Unauthorized(error instanceof jwt.JsonWebTokenError ? error.message : 'malformed token');
    }
  }

  private principal(claims: Members, now: number): Principal {
    const { issuer, clientIds, tenantClaims } = this;
    return principalOf(claims, { issuer, clientIds, tenantClaims, now });
  }
}
