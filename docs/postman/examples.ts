import { STATUS_CODES } from 'node:http';
import type { Media, Operation } from '../openapi-document.ts';
import type { Example, PostmanRequest } from './postman.ts';
import type { Schemas } from './schemas.ts';

/** They are the same everywhere, and say nothing of the operation. */
const GENERAL = new Set(['413', '503']);

/** An answer for each thing that the document says can happen. */
export function examplesOf(operation: Operation, request: PostmanRequest, schemas: Schemas): Example[] {
  return Object.entries(operation.responses)
    .filter(([status]) => !GENERAL.has(status))
    .flatMap(([status, response]) => {
      const content = Object.entries(response.content ?? {});
      const answers = content.flatMap(([type, media]) => answersOf(type, media, schemas));
      return (answers.length > 0 ? answers : [{ title: response.description, type: '', body: '' }]).map(
        ({ title, type, body }) => ({
          name: [status, title].filter(Boolean).join(' '),
          originalRequest: request,
          status: STATUS_CODES[status] ?? '',
          code: Number(status),
          _postman_previewlanguage: type.endsWith('json') ? ('json' as const) : ('text' as const),
          header: type === '' ? [] : [{ key: 'Content-Type', value: type }],
          cookie: [],
          body,
        }),
      );
    });
}

function answersOf(type: string, media: Media, schemas: Schemas) {
  const named = Object.entries(media.examples ?? {});
  const answers =
    named.length > 0
      ? named.map(([title, { value }]) => ({ title, value }))
      : [{ title: type, value: schemas.example(media) }];
  return answers.map(({ title, value }) => ({
    title,
    type,
    body: typeof value === 'string' ? value : JSON.stringify(value, null, 2),
  }));
}
