import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { Document } from '../openapi-document.ts';
import { compareDocuments } from './documents.ts';
import { document, object, parameter, received, TEXT } from './sample.ts';

describe('What two documents differ in', () => {
  it('is an operation', () => {
    const none = { ...document({}), paths: {} };
    expect(compareDocuments(none, document({}))).toMatchObject([
      { kind: 'addition', where: 'POST /things/{}' },
    ]);
    expect(compareDocuments(document({}), none)).toMatchObject([
      { kind: 'breaking', where: 'POST /things/{}' },
    ]);
  });

  it('is found behind references, in lists, in parts, and in schemas that hold themselves', () => {
    const before = { Tree: object({ trees: { type: 'array', items: { $ref: '#/s/Tree' } }, leaf: TEXT }) };
    const after = { Tree: object({ trees: { type: 'array', items: { $ref: '#/s/Tree' } } }) };
    const whole = received({ allOf: [{ $ref: '#/s/Tree' }, object({ root: TEXT })] });
    expect(compareDocuments(document(whole, before), document(whole, after))).toContainEqual({
      kind: 'breaking',
      where: 'POST /things/{}, response 200.leaf',
      what: 'the field is gone',
    });
  });

  it('is not what a parameter of the path is called', () => {
    const named = (name: string) => ({
      paths: {
        [`/things/{${name}}`]: {
          post: { operationId: 'thing_do', responses: {}, ...parameter({ name }, 'path') },
        },
      },
      components: { schemas: {} },
    });
    expect(compareDocuments(named('id') as never, named('thing_id') as never)).toEqual([]);
  });

  it('is nothing from the document to itself', async () => {
    const own = JSON.parse(await readFile('docs/openapi.json', 'utf8')) as Document;
    expect(compareDocuments(own, own)).toEqual([]);
  });
});
