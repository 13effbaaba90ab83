import { SignOutStore, type NewSignOut, type SignOut } from '../../src/auth/sign-out-store.ts';

/** Sign-outs without a database, for tests that are not about it. Several instances may share one. */
export class FakeSignOutStore extends SignOutStore {
  rows: SignOut[] = [];
  readonly asked: (Date | null)[] = [];
  down = false;
  hanging = false;

  override async list(after: Date | null): Promise<readonly SignOut[]> {
    this.asked.push(after);
    if (this.hanging) await new Promise(() => undefined);
    this.failIfDown();
    return this.rows.filter(({ signedOutAt }) => after === null || signedOutAt > after);
  }

  override async add(signOuts: readonly NewSignOut[]): Promise<readonly SignOut[]> {
    this.failIfDown();
    const recorded = signOuts.map((signOut) => ({ ...signOut, signedOutAt: new Date() }));
    this.rows.push(...recorded);
    return Promise.resolve(recorded);
  }

  override async removeExpired(): Promise<void> {
    this.failIfDown();
    this.rows = this.rows.filter(({ expiresAt }) => expiresAt > new Date());
    return Promise.resolve();
  }

  /** What another instance recorded: the sign-in `sign-in-1` of alice, unless told otherwise. */
  insert(changes: Partial<SignOut>): SignOut {
    const row = {
      issuer: 'https://issuer.example',
      subject: 'alice',
      signInId: 'sign-in-1',
      signedOutAt: new Date(),
      expiresAt: new Date(Date.now() + 86_400_000),
      ...changes,
    };
    this.rows.push(row);
    return row;
  }

  private failIfDown(): void {
    if (this.down) throw new Error('connect ECONNREFUSED');
  }
}
