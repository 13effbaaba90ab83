import type { Schema } from '../openapi-document.ts';
import { change, difference, type Change, type Direction } from './change.ts';

/** Bounds of a value, and which way they let less through. */
const BOUNDS: Readonly<Record<string, 'lower' | 'higher'>> = {
  maximum: 'lower',
  maxLength: 'lower',
  maxItems: 'lower',
  maxProperties: 'lower',
  minimum: 'higher',
  minLength: 'higher',
  minItems: 'higher',
  minProperties: 'higher',
};

/** What a value may be, without looking into it. */
export function valueChanges(was: Schema, is: Schema, direction: Direction, where: string): Change[] {
  return [
    ...typeChanges(was, is, direction, where),
    ...enumChanges(was, is, direction, where),
    ...formChanges('format', was, is, direction, where),
    ...formChanges('pattern', was, is, direction, where),
    ...boundChanges(was, is, direction, where),
    ...opennessChanges(was, is, direction, where),
    ...(JSON.stringify(was.default) === JSON.stringify(is.default)
      ? []
      : [change('note', where, `the default was ${text(was.default)} and is ${text(is.default)}`)]),
  ];
}

function typeChanges(was: Schema, is: Schema, direction: Direction, where: string): Change[] {
  const nullable = [was.nullable === true, is.nullable === true] as const;
  return [
    ...(was.type === is.type
      ? []
      : [
          change(
            typeKind(was, is, direction),
            where,
            `the type was ${text(was.type)} and is ${text(is.type)}`,
          ),
        ]),
    ...(nullable[0] === nullable[1]
      ? []
      : [
          change(
            nullable[1] === (direction === 'request') ? 'addition' : 'breaking',
            where,
            nullable[1] ? 'it may be null now' : 'it may no longer be null',
          ),
        ]),
  ];
}

/** Every integer is a number: who may send more, or receives less, is not hurt. */
function typeKind(was: Schema, is: Schema, direction: Direction): 'breaking' | 'addition' {
  const [narrow, wide] = direction === 'request' ? [was, is] : [is, was];
  return narrow.type === 'integer' && wide.type === 'number' ? 'addition' : 'breaking';
}

function enumChanges(was: Schema, is: Schema, direction: Direction, where: string): Change[] {
  const sends = direction === 'request';
  if (was.enum === undefined && is.enum === undefined) return [];
  if (was.enum === undefined) {
    return [change(sends ? 'breaking' : 'note', where, `only ${text(is.enum)} from now on`)];
  }
  if (is.enum === undefined) return [change(sends ? 'addition' : 'breaking', where, 'any value from now on')];
  const { gone, fresh } = difference(was.enum, is.enum);
  return [
    ...gone.map((value) => change('breaking', where, `no longer ${text(value)}`)),
    ...fresh.map((value) => change(sends ? 'addition' : 'note', where, `also ${text(value)}`)),
  ];
}

function formChanges(
  keyword: 'format' | 'pattern',
  was: Schema,
  is: Schema,
  direction: Direction,
  where: string,
): Change[] {
  if (was[keyword] === is[keyword]) return [];
  const what = `the ${keyword} was ${text(was[keyword])} and is ${text(is[keyword])}`;
  const [free, bound] = direction === 'request' ? [is, was] : [was, is];
  return [
    change(
      free[keyword] === undefined && bound[keyword] !== undefined ? 'addition' : 'breaking',
      where,
      what,
    ),
  ];
}

function boundChanges(was: Schema, is: Schema, direction: Direction, where: string): Change[] {
  return Object.entries(BOUNDS).flatMap(([keyword, narrower]) => {
    const free = narrower === 'lower' ? Infinity : -Infinity;
    const [old, now] = [Number(was[keyword] ?? free), Number(is[keyword] ?? free)];
    if (old === now) return [];
    const isNarrower = narrower === 'lower' ? now < old : now > old;
    const bad = direction === 'request' ? 'breaking' : 'note';
    return [
      change(
        isNarrower === (direction === 'request') ? bad : 'addition',
        where,
        `${keyword} was ${text(was[keyword])} and is ${text(is[keyword])}`,
      ),
    ];
  });
}

/** Whether fields that are not named may be there. In OpenAPI they may unless it says `false`. */
function opennessChanges(was: Schema, is: Schema, direction: Direction, where: string): Change[] {
  const [old, now] = [was.additionalProperties !== false, is.additionalProperties !== false];
  if (old === now) return [];
  if (now)
    return [change(direction === 'request' ? 'addition' : 'note', where, 'further fields may be there')];
  return [change(direction === 'request' ? 'breaking' : 'note', where, 'no further fields may be there')];
}

function text(value: unknown): string {
  return value === undefined ? 'not given' : JSON.stringify(value);
}
