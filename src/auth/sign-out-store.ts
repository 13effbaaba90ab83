/** A sign-out to be remembered until no token of it can verify any more. */
export interface NewSignOut {
  readonly issuer: string;
  readonly subject: string;
  /** `null`: every sign-in of the user up to then. */
  readonly signInId: string | null;
  readonly expiresAt: Date;
}

export interface SignOut extends NewSignOut {
  /** By the database's clock, the one clock that all instances share. */
  readonly signedOutAt: Date;
}

/** Where sign-outs are shared between instances. */
export abstract class SignOutStore {
  /** Unexpired sign-outs recorded after `moment`, or all of them. */
  abstract list(after: Date | null): Promise<readonly SignOut[]>;
  /** Records all or none, and returns them with the time they were given. */
  abstract add(signOuts: readonly NewSignOut[]): Promise<readonly SignOut[]>;
  abstract removeExpired(): Promise<void>;
}
