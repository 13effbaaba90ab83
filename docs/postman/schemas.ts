import type { Document, Media, Schema } from '../openapi-document.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/** What says nothing about whether a value is right. */
const NOTES = new Set(['description', 'example', 'default', 'deprecated', 'nullable', 'title']);

/** Schemas of the document, each whole by itself. */
export class Schemas {
  private readonly document: Document;

  constructor(document: Document) {
    this.document = document;
  }

  /**
   * As JSON Schema, references resolved. Objects are closed: a field that the document does not know, is a fault of
   * one of the two.
   */
  json(schema: Schema): JsonSchema {
    const { properties, items, additionalProperties, allOf, oneOf, ...rest } = this.resolve(schema);
    const kept = Object.entries(rest).filter(([keyword]) => !NOTES.has(keyword));
    return {
      ...Object.fromEntries(kept),
      ...(rest.nullable === true && rest.type !== undefined && { type: [rest.type, 'null'] }),
      ...(properties && {
        properties: Object.fromEntries(
          Object.entries(properties).map(([name, each]) => [name, this.json(each)]),
        ),
        additionalProperties: false,
      }),
      ...(items && { items: this.json(items) }),
      ...(additionalProperties !== undefined && {
        additionalProperties:
          typeof additionalProperties === 'object' ? this.json(additionalProperties) : additionalProperties,
      }),
      ...(allOf && { allOf: allOf.map((each) => this.json(each)) }),
      ...(oneOf && { oneOf: oneOf.map((each) => this.json(each)) }),
    };
  }

  /** The example that the document gives, else one put together from the examples of the fields. */
  example({ example, examples, schema }: Media): unknown {
    if (example !== undefined) return example;
    const [first] = Object.values(examples ?? {});
    return first === undefined ? this.exampleOf(schema ?? {}) : first.value;
  }

  private exampleOf(schema: Schema): unknown {
    const whole = this.resolve(schema);
    if (whole.example !== undefined) return whole.example;
    if (whole.items !== undefined) return [this.exampleOf(whole.items)];
    if (whole.properties !== undefined) {
      const fields = Object.entries(whole.properties);
      return Object.fromEntries(fields.map(([name, each]) => [name, this.exampleOf(each)]));
    }
    return whole.default ?? whole.enum?.[0] ?? (whole.nullable === true ? null : blank(whole.type));
  }

  /** An `allOf` of one is how a reference is written that has a description of its own. */
  private resolve(schema: Schema): Schema {
    const [only, ...others] = schema.allOf ?? [];
    const target = schema.$ref ?? (others.length === 0 ? only?.$ref : undefined);
    if (target === undefined) return schema;
    const found = this.document.components.schemas[target.split('/').at(-1) ?? ''];
    if (found === undefined) throw new Error(`The document has no ${target}`);
    return this.resolve(found);
  }
}

function blank(type: string | undefined): unknown {
  if (type === 'boolean') return true;
  return type === 'integer' || type === 'number' ? 1 : '…';
}
