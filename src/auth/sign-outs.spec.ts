import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { FakeSignOutStore } from '../../test/support/sign-outs.ts';
import type { Principal } from '../platform/context/request-context.ts';
import { Unavailable } from '../platform/http/problem.ts';
import { SignOuts } from './sign-outs.ts';

const second = () => Math.floor(Date.now() / 1_000);

function principal(changes: Partial<Principal> = {}): Principal {
  return {
    issuer: 'https://issuer.example',
    subject: 'alice',
    username: 'alice',
    tokenUse: 'access',
    clientId: 'client',
    email: null,
    groups: [],
    tenantClaim: null,
    signInId: 'sign-in-1',
    issuedAt: second(),
    expiresAt: second() + 3_600,
    ...changes,
  };
}

describe('SignOuts', () => {
  let store: FakeSignOutStore;
  let clock: number;
  let signOuts: SignOuts;

  beforeEach(async () => {
    Logger.overrideLogger(false);
    store = new FakeSignOutStore();
    clock = 0;
    signOuts = new SignOuts(store, { now: () => clock });
    await signOuts.refresh();
  });

  afterEach(() => Logger.overrideLogger(['log', 'warn', 'error']));

  it('ends one sign-in and no other', async () => {
    await signOuts.signOutThis(principal());
    expect(await signOuts.denies(principal())).toBe(true);
    expect(await signOuts.denies(principal({ signInId: 'sign-in-2' }))).toBe(false);
    expect(await signOuts.denies(principal({ subject: 'bob' }))).toBe(false);
    expect(await signOuts.denies(principal({ issuer: 'https://other.example' }))).toBe(false);
  });

  it('ends every sign-in of a user, and lets the next one in at once', async () => {
    const older = principal({ signInId: 'sign-in-0', issuedAt: second() - 60 });
    const sameSecond = principal({ signInId: 'sign-in-2' });
    await signOuts.signOutEverywhere(principal());
    expect(await signOuts.denies(older)).toBe(true);
    expect(await signOuts.denies(sameSecond)).toBe(true);
    expect(await signOuts.denies(principal({ signInId: 'sign-in-3', issuedAt: second() }))).toBe(false);
    expect(await signOuts.denies(principal({ subject: 'bob', issuedAt: 0 }))).toBe(false);
  });

  it('ends every sign-in of a user whose token is not at hand', async () => {
    await signOuts.signOutEverywhere({ issuer: principal().issuer, subject: 'alice' });
    expect(await signOuts.denies(principal({ issuedAt: second() - 60 }))).toBe(true);
    expect(store.rows).toHaveLength(1);
  });

  it('ends the sign-in in use even where the clock that wrote its iat is ahead', async () => {
    const ahead = principal({ issuedAt: second() + 4 });
    await signOuts.signOutEverywhere(ahead);
    expect(await signOuts.denies(ahead)).toBe(true);
  });

  it('learns what another instance recorded, also when it became visible late', async () => {
    const other = new SignOuts(store, { now: () => clock });
    await other.signOutThis(principal({ signInId: 'early' }));
    await signOuts.refresh();
    store.insert({ signInId: 'late', signedOutAt: new Date(Date.now() - 30_000) });
    clock += 4_001;
    expect(await signOuts.denies(principal({ signInId: 'early' }))).toBe(true);
    expect(await signOuts.denies(principal({ signInId: 'late' }))).toBe(true);
  });

  it('reads only what is new, with an overlap of a minute', async () => {
    const { signedOutAt } = store.insert({});
    await signOuts.refresh();
    await signOuts.refresh();
    expect(store.asked).toEqual([null, null, new Date(signedOutAt.getTime() - 60_000)]);
  });

  it('polls every second once it has started, until shutdown', async () => {
    jest.useFakeTimers();
    try {
      await signOuts.onModuleInit();
      store.insert({});
      await jest.advanceTimersByTimeAsync(1_000);
      expect(await signOuts.denies(principal())).toBe(true);
      signOuts.onApplicationShutdown();
      const before = store.asked.length;
      await jest.advanceTimersByTimeAsync(5_000);
      expect(store.asked).toHaveLength(before);
    } finally {
      jest.useRealTimers();
    }
  });

  describe('when the database is down', () => {
    beforeEach(() => {
      store.down = true;
    });

    it('goes on with what it knows for 4 s, then lets nobody through', async () => {
      clock += 4_000;
      expect(await signOuts.denies(principal())).toBe(false);
      clock += 1;
      await expect(signOuts.denies(principal())).rejects.toThrow(Unavailable);
    });

    it('serves with the first request after it is back', async () => {
      clock += 60_000;
      await expect(signOuts.denies(principal())).rejects.toThrow(Unavailable);
      store.down = false;
      expect(await signOuts.denies(principal())).toBe(false);
    });

    it('gives up on a database that hangs, and tries again', async () => {
      clock += 60_000;
      store.down = false;
      store.hanging = true;
      const started = performance.now();
      await expect(signOuts.denies(principal())).rejects.toThrow(Unavailable);
      expect(performance.now() - started).toBeLessThan(2_000);
      store.hanging = false;
      expect(await signOuts.denies(principal())).toBe(false);
    });

    it('does not claim a sign-out that it could not record', async () => {
      await expect(signOuts.signOutThis(principal())).rejects.toThrow(Unavailable);
      expect(await signOuts.denies(principal())).toBe(false);
    });

    it('does not fail the start', async () => {
      const starting = new SignOuts(store, { now: () => clock });
      await starting.onModuleInit();
      await expect(starting.denies(principal())).rejects.toThrow(Unavailable);
      starting.onApplicationShutdown();
    });
  });

  it('keeps a sign-out longer than any token lives, and forgets it then', async () => {
    await signOuts.signOutThis(principal());
    const [row] = store.rows;
    expect(row?.expiresAt.getTime()).toBeGreaterThan(Date.now() + 24 * 3_600_000);
    store.insert({ signInId: 'expired', expiresAt: new Date(Date.now() + 50) });
    await signOuts.refresh();
    expect(await signOuts.denies(principal({ signInId: 'expired' }))).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 60));
    clock += 600_000;
    await signOuts.refresh();
    expect(store.rows).toHaveLength(1);
    expect(await signOuts.denies(principal({ signInId: 'expired' }))).toBe(false);
    expect(await signOuts.denies(principal())).toBe(true);
  });
});
