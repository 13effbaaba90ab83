import { describe, expect, it, jest } from '@jest/globals';
import { FairShares } from './fair-shares.ts';

/** Who has a connection, by name, in the order in which they got one. */
function sharesOf(connections: number, deadline = 60_000) {
  const shares = new FairShares(connections, deadline);
  const served: string[] = [];
  const want = (party: string, times = 1) => {
    for (let n = 0; n < times; n++) {
      shares.enter(party, (error) => void served.push(error === undefined ? party : `${party} too late`));
    }
  };
  /** What has been served since the last time. */
  const next = () => served.splice(0).join(' ');
  const giveBack = async (party: string) => {
    shares.leave(party);
    await Promise.resolve();
    return next();
  };
  return { shares, want, next, giveBack };
}

describe('The shares of a pool', () => {
  it.each([
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 3],
    [5, 3],
    [10, 6],
    [20, 12],
    [100, 60],
  ])('of %i leave a party that is alone %i', (connections, share) => {
    const { shares, want, next } = sharesOf(connections);
    want('a', connections + 5);
    expect(next().split(' ')).toHaveLength(share);
    expect(shares.waiting).toBe(connections + 5 - share);
  });

  it('leave something to the next one, however many are greedy', async () => {
    const { want, next, giveBack } = sharesOf(10);
    for (const party of ['a', 'b', 'c']) want(party, 20);
    expect(next()).toBe('a a a a a a b b b c');
    want('d');
    expect(next()).toBe('');
    // What comes free goes to who has none, and then to nobody who has many.
    expect(await giveBack('a')).toBe('d');
    expect(await giveBack('d')).toBe('');
    want('e');
    expect(next()).toBe('e');
  });

  it('are taken in turns, whoever came first and with how much', async () => {
    const { want, next, giveBack } = sharesOf(1);
    want('a', 4);
    want('b', 2);
    want('c');
    expect(next()).toBe('a');
    const order: string[] = [];
    for (let last = 'a'; last !== ''; last = await giveBack(last)) order.push(last);
    expect(order.join(' ')).toBe('a a b c a b a');
  });

  it('are had at once where nobody waits who could have them', () => {
    const { shares, want, next } = sharesOf(10);
    want('a', 50);
    next();
    want('b');
    expect(next()).toBe('b');
    expect(shares.waiting).toBe(44);
  });

  it('that do not come in time are given up, and come to those behind', async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask'] });
    try {
      const { shares, want, next, giveBack } = sharesOf(1, 2_000);
      want('a');
      want('b');
      jest.advanceTimersByTime(1_000);
      want('b');
      want('c');
      jest.advanceTimersByTime(1_000);
      expect(next()).toBe('a b too late');
      expect(shares.waiting).toBe(2);
      expect(await giveBack('a')).toBe('b');
      jest.advanceTimersByTime(1_000);
      expect(next()).toBe('c too late');
      expect(await giveBack('b')).toBe('');
      want('d');
      expect(next()).toBe('d');
    } finally {
      jest.useRealTimers();
    }
  });

  it('are all free again when everybody has left', async () => {
    const { shares, want, next, giveBack } = sharesOf(10);
    const inUse: string[] = [];
    for (let n = 0; n < 2_000; n++) {
      if (Math.random() < 0.5) want(`tenant ${Math.floor(Math.random() * 5)}`.replace(' ', '-'));
      else if (inUse.length > 0) {
        const [party = ''] = inUse.splice(Math.floor(Math.random() * inUse.length), 1);
        inUse.push(...(await giveBack(party)).split(' ').filter(Boolean));
      }
      inUse.push(...next().split(' ').filter(Boolean));
      expect(inUse.length).toBeLessThanOrEqual(10);
    }
    while (inUse.length > 0) {
      inUse.push(...(await giveBack(inUse.shift() ?? '')).split(' ').filter(Boolean));
    }
    expect(shares.waiting).toBe(0);
    want('alone', 10);
    expect(next().split(' ')).toHaveLength(6);
  });
});
