import { createHmac } from 'node:crypto';
import type {
  AdminInitiateAuthCommandOutput,
  AuthenticationResultType,
  UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Stage, TestUser } from './stage.ts';

/** What an application does with its app client, in the shortest words. */
export class AppClient {
  readonly id: string;
  readonly secret: string | undefined;
  readonly #stage: Stage;

  constructor(stage: Stage, { ClientId, ClientSecret }: UserPoolClientType) {
    this.#stage = stage;
    this.id = ClientId ?? '';
    this.secret = ClientSecret;
  }

  secretHash(username: string): string | undefined {
    if (this.secret === undefined) return undefined;
    return createHmac('sha256', this.secret)
      .update(username + this.id)
      .digest('base64');
  }

  initiate(username: string, password: string): Promise<AdminInitiateAuthCommandOutput> {
    return this.initiateWith('ADMIN_USER_PASSWORD_AUTH', { USERNAME: username, PASSWORD: password });
  }

  initiateWith(
    flow: 'ADMIN_USER_PASSWORD_AUTH' | 'ADMIN_NO_SRP_AUTH' | 'REFRESH_TOKEN_AUTH' | 'USER_PASSWORD_AUTH',
    parameters: Record<string, string>,
  ): Promise<AdminInitiateAuthCommandOutput> {
    const hash = parameters['USERNAME'] === undefined ? undefined : this.secretHash(parameters['USERNAME']);
    return this.#stage.admin.adminInitiateAuth({
      UserPoolId: this.#stage.poolId,
      ClientId: this.id,
      AuthFlow: flow,
      AuthParameters: { ...(hash !== undefined && { SECRET_HASH: hash }), ...parameters },
    });
  }

  async signIn(user: TestUser): Promise<SignedIn> {
    return signedIn((await this.initiate(user.email, user.password)).AuthenticationResult);
  }

  /** The session of a NEW_PASSWORD_REQUIRED challenge. */
  async challenge(user: TestUser): Promise<string> {
    return (await this.initiate(user.email, user.password)).Session ?? '';
  }

  async answer(
    username: string,
    session: string,
    password: string,
    more: Record<string, string> = {},
  ): Promise<SignedIn> {
    const hash = this.secretHash(username);
    const answered = await this.#stage.admin.adminRespondToAuthChallenge({
      UserPoolId: this.#stage.poolId,
      ClientId: this.id,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: session,
      ChallengeResponses: {
        USERNAME: username,
        NEW_PASSWORD: password,
        ...(hash !== undefined && { SECRET_HASH: hash }),
        ...more,
      },
    });
    return signedIn(answered.AuthenticationResult);
  }

  async refresh(refreshToken: string): Promise<AuthenticationResultType> {
    const { AuthenticationResult } = await this.#stage.visitor.getTokensFromRefreshToken({
      ClientId: this.id,
      ...(this.secret !== undefined && { ClientSecret: this.secret }),
      RefreshToken: refreshToken,
    });
    return AuthenticationResult ?? {};
  }

  async revoke(token: string): Promise<void> {
    await this.#stage.visitor.revokeToken({
      ClientId: this.id,
      ...(this.secret !== undefined && { ClientSecret: this.secret }),
      Token: token,
    });
  }
}

export interface SignedIn {
  readonly access: string;
  readonly id: string;
  readonly refresh: string;
  readonly expiresIn: number | undefined;
}

function signedIn(result: AuthenticationResultType | undefined): SignedIn {
  const { AccessToken = '', IdToken = '', RefreshToken = '', ExpiresIn } = result ?? {};
  return { access: AccessToken, id: IdToken, refresh: RefreshToken, expiresIn: ExpiresIn };
}
