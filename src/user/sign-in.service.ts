import { Injectable, Logger } from '@nestjs/common';
import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import { SignInEvents } from '../auth/sign-in-events.ts';
import { TokenVerifier } from '../auth/token-verifier.ts';
import { CognitoClient, type AuthOutput } from '../platform/cognito/cognito-client.ts';
import { currentContext } from '../platform/context/request-context.ts';
import { Unavailable } from '../platform/http/problem.ts';
import { Metrics } from '../platform/metrics/metrics.ts';
import { MembershipService } from '../tenancy/membership.service.ts';
import { invalidSession, openChallenge, sealChallenge } from './challenge-session.ts';
import { SignInLimiter } from './sign-in-limiter.ts';
import { signInRefusal, throttled } from './sign-in-refusal.ts';
import type { LoginDto, NewPasswordDto, RefreshDto, SignInDto } from './user.dto.ts';
import {
  PASSWORD_REFUSALS,
  invalidAttributes,
  invalidRefreshToken,
  meaning,
  unsupportedChallenge,
} from './user-problems.ts';

const NOTHING: SignInDto = {
  access_token: null,
  id_token: null,
  refresh_token: null,
  expires_in: null,
  token_type: null,
  challenge: null,
  session: null,
};

/** From an e-mail and a password, a challenge's answer or a refresh token to tokens. */
@Injectable()
export class SignInService {
  private readonly log = new Logger(SignInService.name);

  constructor(
    private readonly cognito: CognitoClient,
    private readonly limiter: SignInLimiter,
    private readonly verifier: TokenVerifier,
    private readonly memberships: MembershipService,
    private readonly metrics: Metrics,
    private readonly events: SignInEvents,
  ) {}

  /** @param device `User-Agent` of the caller */
  async login({ email, password }: LoginDto, device?: string): Promise<SignInDto> {
    const attempt = await this.limiter.begin(email);
    const output = await this.cognito.signIn(email, password).catch(async (error: unknown) => {
      const refusal = signInRefusal(error);
      await attempt.failed(refusal);
      throw refusal;
    });
    await attempt.succeeded();
    return this.signedIn(email, output, device);
  }

  async answerNewPassword(dto: NewPasswordDto, device?: string): Promise<SignInDto> {
    const { username, session } = openChallenge(dto.email, dto.session);
    const output = await meaning(
      {
        ...PASSWORD_REFUSALS,
        NotAuthorizedException: (cause) =>
          speaksOfAttributes(cause) ? invalidAttributes(cause) : invalidSession(cause),
        CodeMismatchException: invalidSession,
        ExpiredCodeException: invalidSession,
        UserNotFoundException: invalidSession,
        InvalidParameterException: dto.attributes === undefined ? invalidSession : invalidAttributes,
        TooManyRequestsException: (cause) => throttled(5, cause),
      },
      this.cognito.answerNewPassword(username, dto.new_password, session, dto.attributes ?? {}),
    );
    return this.signedIn(dto.email, output, device);
  }

  async refresh({ refresh_token }: RefreshDto): Promise<SignInDto> {
    const result = await meaning(
      {
        NotAuthorizedException: invalidRefreshToken,
        RefreshTokenReuseException: invalidRefreshToken,
        UserNotFoundException: invalidRefreshToken,
        InvalidParameterException: invalidRefreshToken,
      },
      this.cognito.refresh(refresh_token),
    );
    return this.withTokens(result);
  }

  /** Decides by `ChallengeName`: an answer without an error is not yet a sign-in. */
  private async signedIn(email: string, output: AuthOutput, device?: string): Promise<SignInDto> {
    if (output.ChallengeName === undefined) {
      this.metrics.signIn('success');
      const tokens = await this.withTokens(output.AuthenticationResult);
      if (tokens.id_token !== null) await this.announce(tokens.id_token, device);
      return tokens;
    }
    this.metrics.signIn('challenge');
    if (output.ChallengeName !== 'NEW_PASSWORD_REQUIRED') throw unsupportedChallenge(output.ChallengeName);
    const username = output.ChallengeParameters?.['USER_ID_FOR_SRP'] ?? email;
    return {
      ...NOTHING,
      challenge: 'NEW_PASSWORD_REQUIRED',
      session: sealChallenge(email, { username, session: output.Session ?? '' }),
    };
  }

  private async announce(idToken: string, device: string | undefined): Promise<void> {
    try {
      const principal = this.verifier.readIdToken(idToken);
      await this.events.announce({ principal, device, address: currentContext()?.address });
    } catch (error) {
      this.log.warn(`A sign-in was not announced: ${String(error)}`);
    }
  }

  private async withTokens(result: AuthenticationResultType | undefined): Promise<SignInDto> {
    if (result?.AccessToken === undefined) throw new Unavailable('cognito');
    if (result.IdToken !== undefined) await this.joinByClaim(result.IdToken);
    return {
      ...NOTHING,
      access_token: result.AccessToken,
      id_token: result.IdToken ?? null,
      refresh_token: result.RefreshToken ?? null,
      expires_in: result.ExpiresIn ?? null,
      token_type: result.TokenType ?? 'Bearer',
    };
  }

  /**
   * The claim of the ID token counts from the first sign-in on: access tokens seldom carry it. Whoever could not join
   * now will with the next sign-in or refresh; the tokens have been given out, and are not taken back for it.
   */
  private async joinByClaim(idToken: string): Promise<void> {
    try {
      await this.memberships.joinByClaim(this.verifier.readIdToken(idToken));
    } catch (error) {
      this.log.warn(`A tenant was not joined at the sign-in: ${String(error)}`);
    }
  }
}

/** "A client attempted to write unauthorized attribute": by its name it is the same refusal as a session that ended. */
function speaksOfAttributes(cause: unknown): boolean {
  return /attribute/i.test(String(cause));
}
