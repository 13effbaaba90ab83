import type { Document, Schema } from '../openapi-document.ts';
import { compareDocuments } from './documents.ts';

export type Operation = Record<string, unknown>;

/** A document of one operation, `POST /things/{id}`. */
export function document(operation: Operation, schemas: Record<string, Schema> = {}): Document {
  const whole = { operationId: 'thing_do', tags: [], responses: {}, ...operation };
  return { paths: { '/things/{id}': { post: whole } }, components: { schemas } } as unknown as Document;
}

export const content = (schema: Schema, type = 'application/json') => ({ content: { [type]: { schema } } });
export const sent = (schema: Schema): Operation => ({ requestBody: content(schema) });
export const received = (schema: Schema): Operation => ({ responses: { 200: content(schema) } });
export const parameter = (more: object, place = 'query') => ({
  parameters: [{ name: 'limit', in: place, schema: { type: 'integer' }, ...more }],
});
export const object = (properties: Record<string, Schema>, required: string[] = []): Schema => ({
  type: 'object',
  properties,
  required,
});
export const TEXT = { type: 'string' };

/** A change, what it is, and what the same change is the other way round. */
export type Rule = [name: string, before: Operation, after: Operation, there: string, back: string];

export function changes(before: Operation, after: Operation): string[] {
  return compareDocuments(document(before), document(after)).map(({ kind, what }) => `${kind}: ${what}`);
}
