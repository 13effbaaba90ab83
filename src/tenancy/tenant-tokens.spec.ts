import { describe, expect, it } from '@jest/globals';
import type { TokenLease } from './request-buckets.ts';
import { TenantTokens } from './tenant-tokens.ts';

/** A bucket as the database keeps it, at a time that the test tells. */
function bucketOf({ rate, burst }: { rate: number; burst: number }) {
  let now = 0;
  let tokens = burst;
  let filledAt = 0;
  const wishes: number[] = [];
  const lease = async (wanted: number): Promise<TokenLease> => {
    wishes.push(wanted);
    await Promise.resolve();
    const level = Math.min(burst, tokens + (rate * (now - filledAt)) / 1_000);
    const granted = Math.min(Math.floor(level), wanted, Math.max(1, Math.floor(burst / 10)));
    [tokens, filledAt] = [level - granted, now];
    return { granted, left: tokens, rate, burst };
  };
  return {
    wishes,
    pass: (milliseconds: number) => void (now += milliseconds),
    instance: () => new TenantTokens(lease, () => now),
  };
}

/** Asks so many times at once. @returns how often the answer was yes */
async function admitted(instance: TenantTokens, times: number): Promise<number> {
  const allowances = await Promise.all(Array.from({ length: times }, () => instance.take()));
  return allowances.filter(({ isAdmitted }) => isAdmitted).length;
}

describe('The tokens of a tenant', () => {
  it('are as many as the bucket holds, then as many as come back', async () => {
    const bucket = bucketOf({ rate: 50, burst: 100 });
    const instance = bucket.instance();
    expect(await admitted(instance, 500)).toBe(100);
    expect(await admitted(instance, 500)).toBe(0);
    bucket.pass(1_000);
    expect(await admitted(instance, 500)).toBe(50);
  });

  it('are shared by instances', async () => {
    const bucket = bucketOf({ rate: 50, burst: 100 });
    const instances = [bucket.instance(), bucket.instance(), bucket.instance()];
    const counts = await Promise.all(instances.map((instance) => admitted(instance, 200)));
    expect(counts.reduce((sum, count) => sum + count)).toBe(100);
    expect(Math.min(...counts)).toBeGreaterThan(20);
  });

  it('are leased once for all that wait, and more at a time the more are spent', async () => {
    const bucket = bucketOf({ rate: 1_000, burst: 2_000 });
    const instance = bucket.instance();
    expect(await admitted(instance, 20)).toBe(20);
    // The first one did not know of the others.
    expect(bucket.wishes.splice(0)).toEqual([1, 19]);
    for (let n = 0; n < 400; n++) {
      await instance.take();
      bucket.pass(1);
    }
    // A fifth of a second for each, and not a statement for each request.
    expect(bucket.wishes).toEqual([38, 76, 152, 200]);
  });

  it('are leased one by one by whoever needs few, and nothing is held back from the others', async () => {
    const bucket = bucketOf({ rate: 50, burst: 100 });
    const instances = Array.from({ length: 60 }, () => bucket.instance());
    for (let second = 0; second < 20; second++) {
      // 48 a second, each on another instance.
      for (const instance of instances.slice(0, 48)) {
        bucket.pass(1_000 / 48);
        expect((await instance.take()).isAdmitted).toBe(true);
      }
    }
  });

  it('lapse a second after they were leased', async () => {
    const bucket = bucketOf({ rate: 10, burst: 100 });
    const instance = bucket.instance();
    await admitted(instance, 10);
    await instance.take();
    expect(bucket.wishes.splice(0)).toEqual([1, 9, 18]);
    bucket.pass(999);
    await instance.take();
    expect(bucket.wishes).toEqual([]);
    bucket.pass(1);
    await instance.take();
    expect(bucket.wishes).toEqual([1]);
  });

  it('that are used up are not asked for again until there is one', async () => {
    const bucket = bucketOf({ rate: 2, burst: 1 });
    const instance = bucket.instance();
    expect(await instance.take()).toMatchObject({ isAdmitted: true, remaining: 0, seconds: 1 });
    expect(instance.refusal()).toMatchObject({ isAdmitted: false, remaining: 0, seconds: 1 });
    for (let n = 0; n < 49; n++) {
      expect((await instance.take()).isAdmitted).toBe(false);
      bucket.pass(10);
    }
    expect(bucket.wishes).toEqual([1]);
    bucket.pass(10);
    expect(instance.refusal()).toBeUndefined();
    expect((await instance.take()).isAdmitted).toBe(true);
  });

  it('say how many there are, and how long until there are all of them', async () => {
    const bucket = bucketOf({ rate: 50, burst: 100 });
    const instance = bucket.instance();
    expect(await instance.take()).toEqual({
      isAdmitted: true,
      remaining: 99,
      seconds: 1,
      rate: 50,
      burst: 100,
    });
    await admitted(instance, 79);
    expect(await instance.take()).toMatchObject({ remaining: 19, seconds: 2 });
    bucket.pass(2_000);
    expect(await instance.take()).toMatchObject({ remaining: 99, seconds: 1 });
  });

  it('that cannot be leased are nobody’s: each who waited is told why, and the next one asks again', async () => {
    let asked = 0;
    const instance = new TenantTokens(async () => {
      asked += 1;
      throw new Error(`gone ${asked}`);
    });
    const outcomes = await Promise.allSettled([instance.take(), instance.take(), instance.take()]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(asked).toBe(1);
    await expect(instance.take()).rejects.toThrow('gone 2');
  });
});
