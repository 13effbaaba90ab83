import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminUserGlobalSignOutCommand,
  ChangePasswordCommand,
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  RevokeTokenCommand,
  type AdminInitiateAuthCommandOutput,
  type AdminRespondToAuthChallengeCommandOutput,
  type AttributeType,
  type AuthenticationResultType,
} from '@aws-sdk/client-cognito-identity-provider';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Environment, type CognitoSettings } from '../config/environment.ts';
import { secretHash } from './secret-hash.ts';

/** What either step of a sign-in may give: tokens, or the next challenge. Never both. */
export type AuthOutput = AdminInitiateAuthCommandOutput | AdminRespondToAuthChallengeCommandOutput;

/** A user of the pool, as far as this backend looks. */
export interface CognitoUser {
  /** `sub`: with the issuer, what names the user. */
  readonly subject: string;
  readonly username: string;
  readonly email: string | null;
  /** Only then does the address belong to whoever signs in. */
  readonly emailVerified: boolean;
  /** Has a temporary password and never signed in with it (FORCE_CHANGE_PASSWORD). */
  readonly invited: boolean;
}

/** Of every call: a request of a user waits for it. */
export const TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

/**
 * The user pool, seen through the app client of this backend. Each method is one call of the service; what it throws
 * is the SDK's error, to be told apart by `name`. The endpoint is the SDK's own, so that
 * `AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER` leads it to a local stand-in without a branch here.
 */
@Injectable()
export class CognitoClient implements OnApplicationShutdown {
  private readonly settings: CognitoSettings;
  private readonly client: CognitoIdentityProviderClient;
  /** `LimitExceededException` is a quota of hours that the SDK would retry all the same. */
  private readonly once: CognitoIdentityProviderClient;

  constructor(environment: Environment) {
    this.settings = environment.cognito;
    const { region } = this.settings;
    this.client = new CognitoIdentityProviderClient({ region, maxAttempts: 2, requestHandler: TIMEOUTS });
    this.once = new CognitoIdentityProviderClient({ region, maxAttempts: 1, requestHandler: TIMEOUTS });
  }

  onApplicationShutdown(): void {
    this.client.destroy();
    this.once.destroy();
  }

  signIn(username: string, password: string): Promise<AuthOutput> {
    return this.once.send(
      new AdminInitiateAuthCommand({
        ...this.pool,
        ...this.app,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: password, ...this.hash('SECRET_HASH', username) },
      }),
    );
  }

  /** @param username `USER_ID_FOR_SRP` of the challenge, not the e-mail */
  answerNewPassword(
    username: string,
    newPassword: string,
    session: string,
    attributes: Readonly<Record<string, string>>,
  ): Promise<AuthOutput> {
    const named = Object.entries(attributes).map(([name, value]) => [`userAttributes.${name}`, value]);
    return this.once.send(
      new AdminRespondToAuthChallengeCommand({
        ...this.pool,
        ...this.app,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session: session,
        ChallengeResponses: {
          ...Object.fromEntries(named),
          USERNAME: username,
          NEW_PASSWORD: newPassword,
          ...this.hash('SECRET_HASH', username),
        },
      }),
    );
  }

  async refresh(refreshToken: string): Promise<AuthenticationResultType | undefined> {
    const output = await this.client.send(
      new GetTokensFromRefreshTokenCommand({ ...this.app, ...this.secret, RefreshToken: refreshToken }),
    );
    return output.AuthenticationResult;
  }

  /** Ends the sign-in that this refresh token came from. */
  async revoke(refreshToken: string): Promise<void> {
    await this.client.send(new RevokeTokenCommand({ ...this.app, ...this.secret, Token: refreshToken }));
  }

  async signOutEverywhere(username: string): Promise<void> {
    await this.client.send(new AdminUserGlobalSignOutCommand({ ...this.pool, Username: username }));
  }

  async forgotPassword(username: string): Promise<void> {
    await this.once.send(
      new ForgotPasswordCommand({ ...this.app, Username: username, ...this.hash('SecretHash', username) }),
    );
  }

  async confirmForgotPassword(username: string, code: string, newPassword: string): Promise<void> {
    await this.once.send(
      new ConfirmForgotPasswordCommand({
        ...this.app,
        Username: username,
        ConfirmationCode: code,
        Password: newPassword,
        ...this.hash('SecretHash', username),
      }),
    );
  }

  async changePassword(accessToken: string, previous: string, proposed: string): Promise<void> {
    await this.once.send(
      new ChangePasswordCommand({
        AccessToken: accessToken,
        PreviousPassword: previous,
        ProposedPassword: proposed,
      }),
    );
  }

  async user(username: string): Promise<CognitoUser> {
    const output = await this.client.send(new AdminGetUserCommand({ ...this.pool, Username: username }));
    return userOf(username, output.Username, output.UserStatus, output.UserAttributes);
  }

  /**
   * Makes a user and mails the temporary password.
   * @param attributes beside the e-mail, which counts as verified: whoever can read the mail has the account
   */
  async createUser(email: string, attributes: Readonly<Record<string, string>>): Promise<CognitoUser> {
    const named = { ...attributes, email, email_verified: 'true' };
    const { User } = await this.client.send(
      new AdminCreateUserCommand({
        ...this.pool,
        Username: email,
        UserAttributes: Object.entries(named).map(([Name, Value]) => ({ Name, Value })),
        DesiredDeliveryMediums: ['EMAIL'],
      }),
    );
    return userOf(email, User?.Username, User?.UserStatus, User?.Attributes);
  }

  /** Mails a new temporary password, in place of the one before, to a user who is still {@link CognitoUser.invited}. */
  async resendInvitation(username: string): Promise<void> {
    await this.client.send(
      new AdminCreateUserCommand({
        ...this.pool,
        Username: username,
        MessageAction: 'RESEND',
        DesiredDeliveryMediums: ['EMAIL'],
      }),
    );
  }

  async deleteUser(username: string): Promise<void> {
    await this.client.send(new AdminDeleteUserCommand({ ...this.pool, Username: username }));
  }

  private get pool() {
    return { UserPoolId: this.settings.userPoolId };
  }

  private get app() {
    return { ClientId: this.settings.clientId };
  }

  private get secret() {
    return this.settings.clientSecret === undefined ? {} : { ClientSecret: this.settings.clientSecret };
  }

  private hash<Name extends string>(name: Name, username: string): Partial<Record<Name, string>> {
    const { clientSecret, clientId } = this.settings;
    if (clientSecret === undefined) return {};
    return { [name]: secretHash(clientSecret, username, clientId) } as Record<Name, string>;
  }
}

function userOf(
  asked: string,
  username: string | undefined,
  status: string | undefined,
  attributes: readonly AttributeType[] | undefined,
): CognitoUser {
  const attribute = (name: string) => attributes?.find(({ Name }) => Name === name)?.Value;
  return {
    subject: attribute('sub') ?? '',
    username: username ?? asked,
    email: attribute('email') ?? null,
    emailVerified: attribute('email_verified') === 'true',
    invited: status === 'FORCE_CHANGE_PASSWORD',
  };
}
