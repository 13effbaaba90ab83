import { describe, expect, it } from '@jest/globals';
import { pauseAfter } from './delivery-log.ts';

describe('The pause after a failed attempt', () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 4],
    [6, 32],
    [7, 60],
    [1_500, 60],
  ])('after attempt %i is %i seconds, and up to a tenth more', (attempts, seconds) => {
    const pauses = Array.from({ length: 100 }, () => pauseAfter(attempts));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(seconds);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(seconds * 1.1);
    expect(new Set(pauses).size).toBeGreaterThan(1);
  });
});
