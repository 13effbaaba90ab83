import { Injectable } from '@nestjs/common';
import { CognitoClient, type CognitoUser } from '../platform/cognito/cognito-client.ts';
import { cognitoErrorName, cognitoFailure } from '../platform/cognito/cognito-failure.ts';
import { Environment } from '../platform/config/environment.ts';
import { addressNotConfirmed, addressRefused } from './invitation-problems.ts';

export interface InvitedUser extends CognitoUser {
  /** By this call, just now. */
  readonly created: boolean;
}

/** The owners of e-mail addresses, as users of the pool. */
@Injectable()
export class InvitedUsers {
  private readonly tenantAttribute: string | undefined;

  constructor(
    private readonly cognito: CognitoClient,
    { tenancy }: Environment,
  ) {
    const custom = tenancy.claims.find((claim) => claim.startsWith('custom:'));
    this.tenantAttribute = tenancy.enabled ? (custom ?? 'custom:tenant_id') : undefined;
  }

  /**
   * The user with this address. There was none: one is made, who gets a temporary password by mail and whose tokens
   * name the tenant. (The attribute goes with the creation: pools may have it immutable.)
   *
   * @throws {BadRequest} `member/address_refused`
   * @throws {Conflict} `member/address_not_confirmed`
   */
  async withAddress(email: string, tenantId: string): Promise<InvitedUser> {
    try {
      const attributes = this.tenantAttribute === undefined ? {} : { [this.tenantAttribute]: tenantId };
      return { ...(await this.cognito.createUser(email, attributes)), created: true };
    } catch (error) {
      const name = cognitoErrorName(error);
      if (name === 'UsernameExistsException') return this.existing(email);
      throw name === 'InvalidParameterException' ? addressRefused(error) : cognitoFailure(error);
    }
  }

  /** Mails a new temporary password to a user who never signed in; of any other there is nothing to mail. */
  async remind(user: InvitedUser): Promise<void> {
    if (user.created || !user.invited) return;
    try {
      await this.cognito.resendInvitation(user.username);
    } catch (error) {
      // Signed in just now.
      if (cognitoErrorName(error) !== 'UnsupportedUserStateException') throw cognitoFailure(error);
    }
  }

  /**
   * Undoes {@link withAddress}: a user whose invitation was refused must not get in by the tenant's claim. Never
   * throws: the refusal is what the caller has to be told.
   */
  async takeBack(user: InvitedUser): Promise<void> {
    if (user.created) await this.cognito.deleteUser(user.username).catch(() => undefined);
  }

  private async existing(email: string): Promise<InvitedUser> {
    const user = await this.cognito.user(email).catch((error: unknown) => {
      throw cognitoFailure(error);
    });
    // The name may be somebody's user name, and the address one that was never shown to be theirs.
    const owns = user.emailVerified && user.email?.toLowerCase() === email.toLowerCase();
    if (!owns) throw addressNotConfirmed();
    return { ...user, created: false };
  }
}
