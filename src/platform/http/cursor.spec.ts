import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { CursorCodec } from './cursor.ts';
import { InvalidRequest } from './problem.ts';

const codec = new CursorCodec(randomBytes(32));
const position = ['2026-11-22T00:00:00.000Z', '019aa5a5-5a6a-7d3e-9f0a-3f6f4f1f9a01'] as const;

describe('A cursor', () => {
  it('opens for the list it was made for, and holds its position', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer())),
        (list, values) => {
          expect(codec.open(list, codec.seal(list, values))).toEqual(values);
        },
      ),
    );
  });

  it('opens for no other list', () => {
    const cursor = codec.seal('tenant_a items -created_at', position);
    for (const list of ['tenant_b items -created_at', 'tenant_a items name', '', `${position[0]}`]) {
      expect(() => codec.open(list, cursor)).toThrow(InvalidRequest);
    }
  });

  it('is not forged by moving bytes between the list and the position', () => {
    const cursor = codec.seal('ab', ['c']);
    expect(() => codec.open('a', cursor)).toThrow(InvalidRequest);
  });

  it('opens with no other key', () => {
    const cursor = new CursorCodec(randomBytes(32)).seal('list', position);
    expect(() => codec.open('list', cursor)).toThrow(InvalidRequest);
  });

  it('is refused when any bit of it is another', () => {
    const bytes = Buffer.from(codec.seal('list', position), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => codec.open('list', changed.toString('base64url'))).toThrow(InvalidRequest);
    }
  });

  it.each(['', 'x', '====', '💥', 'A'.repeat(30), '../../etc/passwd'])('is not %p', (text) => {
    expect(() => codec.open('list', text)).toThrow(InvalidRequest);
  });
});
