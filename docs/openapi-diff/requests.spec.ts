import { describe, expect, it } from '@jest/globals';
import { changes, content, object, parameter, sent, TEXT, type Rule } from './sample.ts';

const RULES: Rule[] = [
  ['a parameter', {}, parameter({}), 'addition: a new parameter', 'breaking: the parameter is gone'],
  [
    'a required parameter',
    {},
    parameter({ required: true }),
    'breaking: a new parameter that is required',
    'breaking: the parameter is gone',
  ],
  [
    'whether a parameter is required',
    parameter({}),
    parameter({ required: true }),
    'breaking: it is required now',
    'addition: it is optional now',
  ],
  ['a body', {}, sent(TEXT), 'addition: it takes a body now', 'breaking: it takes no body any more'],
  [
    'a required body',
    {},
    { requestBody: { required: true, ...content(TEXT) } },
    'breaking: it takes a body now',
    'breaking: it takes no body any more',
  ],
  [
    'whether a body is required',
    sent(TEXT),
    { requestBody: { required: true, ...content(TEXT) } },
    'breaking: it is required now',
    'addition: it is optional now',
  ],
  [
    'a field that is sent',
    sent(object({})),
    sent(object({ name: TEXT })),
    'addition: a new field',
    'breaking: the field is gone',
  ],
  [
    'a required field that is sent',
    sent(object({})),
    sent(object({ name: TEXT }, ['name'])),
    'breaking: a new field that is required',
    'breaking: the field is gone',
  ],
  [
    'whether a sent field is required',
    sent(object({ name: TEXT })),
    sent(object({ name: TEXT }, ['name'])),
    'breaking: it is required now',
    'addition: it is optional now',
  ],
  [
    'a type that is sent',
    sent({ type: 'integer' }),
    sent({ type: 'number' }),
    'addition: the type was "integer" and is "number"',
    'breaking: the type was "number" and is "integer"',
  ],
  [
    'null that is sent',
    sent(TEXT),
    sent({ ...TEXT, nullable: true }),
    'addition: it may be null now',
    'breaking: it may no longer be null',
  ],
  [
    'a value that is sent',
    sent({ enum: ['a'] }),
    sent({ enum: ['a', 'b'] }),
    'addition: also "b"',
    'breaking: no longer "b"',
  ],
  [
    'values that are sent',
    sent(TEXT),
    sent({ ...TEXT, enum: ['a'] }),
    'breaking: only ["a"] from now on',
    'addition: any value from now on',
  ],
  [
    'the longest that is sent',
    sent({ maxLength: 9 }),
    sent({ maxLength: 5 }),
    'breaking: maxLength was 9 and is 5',
    'addition: maxLength was 5 and is 9',
  ],
  [
    'the least that is sent',
    sent({}),
    sent({ minimum: 1 }),
    'breaking: minimum was not given and is 1',
    'addition: minimum was 1 and is not given',
  ],
  [
    'a pattern that is sent',
    sent({}),
    sent({ pattern: '^a' }),
    'breaking: the pattern was not given and is "^a"',
    'addition: the pattern was "^a" and is not given',
  ],
  [
    'further fields that are sent',
    sent({}),
    sent({ additionalProperties: false }),
    'breaking: no further fields may be there',
    'addition: further fields may be there',
  ],
  [
    'an alternative that is sent',
    sent({ oneOf: [TEXT] }),
    sent({ oneOf: [TEXT, { type: 'number' }] }),
    'addition: also {"type":"number"}',
    'breaking: no longer {"type":"number"}',
  ],
  [
    'a default',
    sent({}),
    sent({ default: 1 }),
    'note: the default was not given and is 1',
    'note: the default was 1 and is not given',
  ],
  [
    'who is let in',
    {},
    { security: [{ token: [] }] },
    'breaking: needs token now',
    'addition: needs no token any more',
  ],
  [
    'a way to be let in',
    { security: [{ token: [] }] },
    { security: [{ token: [] }, { key: [] }] },
    'addition: takes key as well',
    'breaking: no longer takes key',
  ],
  [
    'a name',
    {},
    { operationId: 'thing_make' },
    'note: operationId was thing_do and is thing_make',
    'note: operationId was thing_make and is thing_do',
  ],
];

describe('What has changed of what is sent', () => {
  it.each(RULES)('%s', (_, before, after, there, back) => {
    expect(changes(before, after)).toEqual([there]);
    expect(changes(after, before)).toEqual([back]);
    expect(changes(after, after)).toEqual([]);
  });
});
