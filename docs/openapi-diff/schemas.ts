import type { Schema } from '../openapi-document.ts';
import { change, difference, type Change, type Direction } from './change.ts';
import { valueChanges } from './values.ts';

export type SchemasByName = Readonly<Record<string, Schema>>;

/** Compares what two versions of the document say about one place, references followed. */
export class SchemaComparison {
  private readonly before: SchemasByName;
  private readonly after: SchemasByName;

  constructor(before: SchemasByName, after: SchemasByName) {
    this.before = before;
    this.after = after;
  }

  /** @param seen the references that led here: a schema may hold itself */
  compare(
    before: Schema,
    after: Schema,
    direction: Direction,
    where: string,
    seen: readonly string[] = [],
  ): Change[] {
    const pair = `${before.$ref ?? ''} ${after.$ref ?? ''}`;
    if (pair !== ' ' && seen.includes(pair)) return [];
    const [was, is] = [flat(before, this.before), flat(after, this.after)];
    const further = [...seen, pair];
    const inner = (old: Schema | undefined, now: Schema | undefined, place: string) =>
      old !== undefined && now !== undefined ? this.compare(old, now, direction, place, further) : [];
    return [
      ...valueChanges(was, is, direction, where),
      ...fieldChanges(was, is, direction, where),
      ...Object.entries(was.properties ?? {}).flatMap(([name, each]) =>
        inner(each, is.properties?.[name], `${where}.${name}`),
      ),
      ...inner(was.items, is.items, `${where}[]`),
      ...inner(open(was), open(is), `${where}.*`),
      ...alternativeChanges(was, is, direction, where),
      ...pairedAlternatives(was, is).flatMap(([old, now]) => inner(old, now, where)),
    ];
  }
}

function fieldChanges(was: Schema, is: Schema, direction: Direction, where: string): Change[] {
  const { gone, fresh } = difference(Object.keys(was.properties ?? {}), Object.keys(is.properties ?? {}));
  const required = difference(was.required ?? [], is.required ?? []);
  const stays = (name: string) => was.properties?.[name] !== undefined && is.properties?.[name] !== undefined;
  const sends = direction === 'request';
  return [
    ...gone.map((name) => change('breaking', `${where}.${name}`, 'the field is gone')),
    ...fresh.map((name) =>
      sends && is.required?.includes(name)
        ? change('breaking', `${where}.${name}`, 'a new field that is required')
        : change('addition', `${where}.${name}`, 'a new field'),
    ),
    ...required.fresh
      .filter(stays)
      .map((name) => change(sends ? 'breaking' : 'addition', `${where}.${name}`, 'it is required now')),
    ...required.gone
      .filter(stays)
      .map((name) => change(sends ? 'addition' : 'breaking', `${where}.${name}`, 'it is optional now')),
  ];
}

function alternativeChanges(was: Schema, is: Schema, direction: Direction, where: string): Change[] {
  const { gone, fresh } = difference((was.oneOf ?? []).map(keyOf), (is.oneOf ?? []).map(keyOf));
  const sends = direction === 'request';
  return [
    ...gone.map((key) => change(sends ? 'breaking' : 'note', where, `no longer ${key}`)),
    ...fresh.map((key) => change(sends ? 'addition' : 'breaking', where, `also ${key}`)),
  ];
}

function pairedAlternatives(was: Schema, is: Schema): [Schema, Schema][] {
  return (was.oneOf ?? []).flatMap((old) => {
    const now = is.oneOf?.find((each) => keyOf(each) === keyOf(old));
    return now === undefined ? [] : [[old, now] as [Schema, Schema]];
  });
}

function keyOf(schema: Schema): string {
  return schema.$ref?.split('/').at(-1) ?? JSON.stringify(schema);
}

function open({ additionalProperties }: Schema): Schema | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

/** References followed, and the parts of an `allOf` put together. */
function flat(schema: Schema, schemas: SchemasByName): Schema {
  if (schema.$ref !== undefined) {
    const found = schemas[schema.$ref.split('/').at(-1) ?? ''];
    if (found === undefined) throw new Error(`The document has no ${schema.$ref}`);
    return flat(found, schemas);
  }
  const { allOf = [], ...own } = schema;
  return [...allOf.map((each) => flat(each, schemas)), own].reduce((whole, part) => ({
    ...whole,
    ...part,
    ...((whole.properties ?? part.properties) && { properties: { ...whole.properties, ...part.properties } }),
    ...((whole.required ?? part.required) && {
      required: [...(whole.required ?? []), ...(part.required ?? [])],
    }),
  }));
}
