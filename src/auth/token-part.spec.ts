import { describe, expect, it } from '@jest/globals';
import { readPart } from './token-part.ts';

const part = (content: string | Buffer) => Buffer.from(content).toString('base64url');

describe('readPart', () => {
  it('reads an object, whatever its members are called', () => {
    const members = readPart(part('{"__proto__":{"alg":"RS256"},"a":1}'), 'header');
    expect(members['a']).toBe(1);
    expect(members['alg']).toBeUndefined();
    expect(members['toString']).toBeUndefined();
  });

  it.each(['', 'x', '{', '{"a":1}x', '\ufeff{"a":1}', Buffer.from('{"a":"\xff"}', 'latin1')])(
    'refuses %j, without quoting it',
    (content) => {
      expect(() => readPart(part(content), 'payload')).toThrow(
        expect.objectContaining({ reason: 'payload is not JSON', cause: undefined }),
      );
    },
  );

  it.each(['null', '1', '"{}"', '[]', '[{}]', 'true'])('refuses %s', (content) => {
    expect(() => readPart(part(content), 'header')).toThrow(
      expect.objectContaining({ reason: 'header is not an object' }),
    );
  });
});
