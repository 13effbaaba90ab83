import { describe, expect, it } from '@jest/globals';
import { changes, object, received, TEXT, type Rule } from './sample.ts';

const RULES: Rule[] = [
  [
    'a field that is received',
    received(object({})),
    received(object({ name: TEXT })),
    'addition: a new field',
    'breaking: the field is gone',
  ],
  [
    'whether a received field is always there',
    received(object({ name: TEXT }, ['name'])),
    received(object({ name: TEXT })),
    'breaking: it is optional now',
    'addition: it is required now',
  ],
  [
    'a type that is received',
    received({ type: 'integer' }),
    received({ type: 'number' }),
    'breaking: the type was "integer" and is "number"',
    'addition: the type was "number" and is "integer"',
  ],
  [
    'null that is received',
    received(TEXT),
    received({ ...TEXT, nullable: true }),
    'breaking: it may be null now',
    'addition: it may no longer be null',
  ],
  [
    'a value that is received',
    received({ enum: ['a'] }),
    received({ enum: ['a', 'b'] }),
    'note: also "b"',
    'breaking: no longer "b"',
  ],
  [
    'values that are received',
    received(TEXT),
    received({ ...TEXT, enum: ['a'] }),
    'note: only ["a"] from now on',
    'breaking: any value from now on',
  ],
  [
    'a format that is received',
    received(TEXT),
    received({ ...TEXT, format: 'uuid' }),
    'addition: the format was not given and is "uuid"',
    'breaking: the format was "uuid" and is not given',
  ],
  [
    'the most that is received',
    received({ maximum: 5 }),
    received({ maximum: 9 }),
    'note: maximum was 5 and is 9',
    'addition: maximum was 9 and is 5',
  ],
  [
    'an alternative that is received',
    received({ oneOf: [TEXT] }),
    received({ oneOf: [TEXT, { type: 'number' }] }),
    'breaking: also {"type":"number"}',
    'note: no longer {"type":"number"}',
  ],
  [
    'a response',
    received(TEXT),
    { responses: { ...(received(TEXT)['responses'] as object), 204: {} } },
    'note: it is new',
    'breaking: it is gone',
  ],
  ['a refusal', {}, { responses: { 409: {} } }, 'addition: it is new', 'note: it is gone'],
  [
    'a header',
    { responses: { 200: {} } },
    { responses: { 200: { headers: { ETag: {} } } } },
    'addition: the header ETag is new',
    'breaking: the header ETag is gone',
  ],
  [
    'a type of content',
    { responses: { 200: { content: {} } } },
    received(TEXT),
    'addition: also application/json',
    'breaking: no longer application/json',
  ],
];

describe('What has changed of what is received', () => {
  it.each(RULES)('%s', (_, before, after, there, back) => {
    expect(changes(before, after)).toEqual([there]);
    expect(changes(after, before)).toEqual([back]);
    expect(changes(after, after)).toEqual([]);
  });
});
