import { describe, expect, it } from '@jest/globals';
import { bucketRow } from './alert-buckets.ts';

const NOW = new Date('2026-11-26T09:30:00.000Z');
const told = (asked: Parameters<typeof bucketRow>[0]) => {
  const { start, length, count } = bucketRow(asked, NOW);
  return `${new Date(start).toISOString()} ${count} of ${length / 3_600_000} h`;
};

describe('bucketRow', () => {
  it('is the last seven days where nothing else is said, today included', () => {
    expect(told({ bucket: 'day' })).toBe('2026-11-20T00:00:00.000Z 7 of 24 h');
    expect(told({ bucket: 'hour' })).toBe('2026-11-19T10:00:00.000Z 168 of 1 h');
  });

  it('takes the whole of the first and the last bucket', () => {
    const asked = { from: '2026-11-24T23:59:59.999Z', to: '2026-11-25T00:00:00.001Z' };
    expect(told({ ...asked, bucket: 'day' })).toBe('2026-11-24T00:00:00.000Z 2 of 24 h');
    expect(told({ ...asked, bucket: 'hour' })).toBe('2026-11-24T23:00:00.000Z 2 of 1 h');
  });

  it('has none that begins at its end, and counts in UTC whatever the offset', () => {
    const asked = { from: '2026-11-24T09:00:00+09:00', to: '2026-11-26T09:00:00+09:00' };
    expect(told({ ...asked, bucket: 'day' })).toBe('2026-11-24T00:00:00.000Z 2 of 24 h');
  });

  it('has two hundred and no more', () => {
    const to = '2026-11-26T00:00:00Z';
    expect(told({ from: '2026-05-10T00:00:00Z', to, bucket: 'day' })).toContain(' 200 of');
    expect(() => told({ from: '2026-05-09T23:59:59Z', to, bucket: 'day' })).toThrow('from: must be nearer');
  });

  it.each([
    ['to', { from: '2026-11-26T00:00:00Z', to: '2026-11-26T00:00:00Z' }],
    ['to', { from: '2026-11-27T00:00:00Z', to: '2026-11-26T00:00:00Z' }],
    ['from', { from: '2026-11-26T09:30:00Z' }],
  ])('names %s where no time is left: %j', (field, asked) => {
    expect(() => bucketRow({ ...asked, bucket: 'hour' }, NOW)).toThrow(`${field}: must be`);
  });
});
