import type { Problem } from './problem.ts';

export const REFUSALS = Symbol('REFUSALS');

/**
 * The refusals that are a route's own, for the OpenAPI document: given the functions that make them, so that what is
 * documented is what is thrown. Those of the guards and the pipe need no mention. Several decorators add up.
 */
export function Refuses(...problems: readonly (() => Problem)[]): MethodDecorator {
  return (_target, _key, descriptor) => {
    const handler = descriptor.value as object;
    const known = (Reflect.getMetadata(REFUSALS, handler) ?? []) as readonly Problem[];
    Reflect.defineMetadata(REFUSALS, [...known, ...problems.map((make) => make())], handler);
  };
}
