import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { SignOuts } from '../auth/sign-outs.ts';
import { TokenVerifier } from '../auth/token-verifier.ts';
import { CognitoClient } from '../platform/cognito/cognito-client.ts';
import { cognitoErrorName, cognitoFailure } from '../platform/cognito/cognito-failure.ts';
import type { Principal, Role } from '../platform/context/request-context.ts';
import { MembershipService } from '../tenancy/membership.service.ts';
import { MyMembershipDto, type MyMembershipsDto } from './membership.dto.ts';
import type { LogoutDto, MeDto, OkDto } from './user.dto.ts';
import { invalidRefreshToken, meaning } from './user-problems.ts';

/** Access tokens carry no e-mail: it is asked for, at most this often for each user, milliseconds. */
const EMAIL_REMEMBERED_FOR = 300_000;

const REFRESH_REFUSALS = {
  NotAuthorizedException: invalidRefreshToken,
  RefreshTokenReuseException: invalidRefreshToken,
  UnauthorizedException: invalidRefreshToken,
  UnsupportedTokenTypeException: invalidRefreshToken,
  UserNotFoundException: invalidRefreshToken,
  InvalidParameterException: invalidRefreshToken,
};

/** What a signed-in user may know and do about the own sign-in. */
@Injectable()
export class AccountService {
  private readonly emails = new LRUCache<string, { email: string | null }>({
    max: 10_000,
    ttl: EMAIL_REMEMBERED_FOR,
  });

  constructor(
    private readonly cognito: CognitoClient,
    private readonly verifier: TokenVerifier,
    private readonly signOuts: SignOuts,
    private readonly memberships: MembershipService,
  ) {}

  /** Cognito first: while it is unreachable the caller's token must stay good, or there is no trying again. */
  async logout(principal: Principal, { refresh_token }: LogoutDto): Promise<OkDto> {
    if (refresh_token === undefined) {
      await this.endEverySignIn(principal);
      await this.signOuts.signOutEverywhere(principal);
    } else {
      await this.signOuts.signOutThis(await this.endSignIn(principal, refresh_token));
    }
    return { ok: true };
  }

  async describe(principal: Principal): Promise<MeDto> {
    const [memberships, email] = await Promise.all([
      this.memberships.activeOf(principal),
      principal.email ?? this.emailOf(principal),
    ]);
    return {
      sub: principal.subject,
      username: principal.username,
      email,
      token_use: principal.tokenUse,
      groups: principal.groups,
      tenants: memberships
        .filter(({ tenantStatus }) => tenantStatus === 'active')
        .map(({ tenantId, name, role }) => ({ tenant_id: tenantId, name, role: role as Role })),
    };
  }

  /** Whoever comes with a tenant in the token is a member of it from here on, as on the routes that work in one. */
  async listMemberships(principal: Principal): Promise<MyMembershipsDto> {
    await this.memberships.joinByClaim(principal);
    const memberships = await this.memberships.of(principal);
    return { data: memberships.map((row) => MyMembershipDto.from(row)) };
  }

  private async endEverySignIn({ username }: Principal): Promise<void> {
    try {
      await this.cognito.signOutEverywhere(username);
    } catch (error) {
      // A user who was deleted has nothing left in Cognito to end, but tokens that still verify here.
      if (cognitoErrorName(error) !== 'UserNotFoundException') throw cognitoFailure(error);
    }
  }

  /**
   * A refresh token does not tell whose it is: the tokens that it gives do. Nobody ends somebody else's sign-in, and
   * what is ended is the sign-in of this token, even where the caller came with another one of theirs.
   */
  private async endSignIn(principal: Principal, refreshToken: string): Promise<Principal> {
    const result = await meaning(REFRESH_REFUSALS, this.cognito.refresh(refreshToken));
    const ended = this.verifier.readIdToken(result?.IdToken ?? '');
    if (ended.subject !== principal.subject) throw invalidRefreshToken();
    await meaning(REFRESH_REFUSALS, this.cognito.revoke(result?.RefreshToken ?? refreshToken));
    return ended;
  }

  private async emailOf({ username, subject }: Principal): Promise<string | null> {
    const known = this.emails.get(subject);
    if (known !== undefined) return known.email;
    try {
      const { email } = await this.cognito.user(username);
      this.emails.set(subject, { email });
      return email;
    } catch (error) {
      if (cognitoErrorName(error) === 'UserNotFoundException') return null;
      throw cognitoFailure(error);
    }
  }
}
