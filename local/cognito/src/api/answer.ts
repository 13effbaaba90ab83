import type { IssuedTokens } from '../tokens/issue.ts';

export type Answer = Record<string, unknown>;

/** The AuthenticationResult of a sign-in or refresh; without a refresh token when none was renewed. */
export function tokenAnswer(tokens: IssuedTokens, refreshToken?: string): Answer {
  return {
    ChallengeParameters: {},
    AuthenticationResult: {
      AccessToken: tokens.accessToken,
      ExpiresIn: tokens.expiresIn,
      TokenType: 'Bearer',
      ...(refreshToken !== undefined && { RefreshToken: refreshToken }),
      IdToken: tokens.idToken,
    },
  };
}
