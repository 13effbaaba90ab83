import { operationsOf, type Document, type Operation, type Parameter } from '../openapi-document.ts';
import { change, difference, type Change, type Direction } from './change.ts';
import { SchemaComparison } from './schemas.ts';

/** All that has changed for a client, from one version of the document to the next. */
export function compareDocuments(before: Document, after: Document): Change[] {
  const [was, is] = [byName(before), byName(after)];
  const { gone, fresh } = difference(was.keys(), is.keys());
  const schemas = new SchemaComparison(before.components.schemas, after.components.schemas);
  return [
    ...gone.map((name) => change('breaking', name, 'the operation is gone')),
    ...fresh.map((name) => change('addition', name, 'a new operation')),
    ...[...was].flatMap(([name, old]) => {
      const now = is.get(name);
      return now === undefined ? [] : compareOperations(name, old, now, schemas);
    }),
  ];
}

/** What the parameters in a path are called is nobody's business. */
function byName(document: Document): Map<string, Operation> {
  return new Map(
    operationsOf(document).map((each) => [`${each.method} ${each.path.replaceAll(/\{\w+\}/g, '{}')}`, each]),
  );
}

function compareOperations(name: string, was: Operation, is: Operation, schemas: SchemaComparison): Change[] {
  const responses = difference(Object.keys(was.responses), Object.keys(is.responses));
  return [
    ...(was.operationId === is.operationId
      ? []
      : [change('note', name, `operationId was ${was.operationId} and is ${is.operationId}`)]),
    ...securityChanges(name, was, is),
    ...parameterChanges(name, was, is, schemas),
    ...bodyChanges(name, was, is, schemas),
    ...responses.gone.map((status) =>
      change(isSuccess(status) ? 'breaking' : 'note', `${name}, response ${status}`, 'it is gone'),
    ),
    ...responses.fresh.map((status) =>
      change(isSuccess(status) ? 'note' : 'addition', `${name}, response ${status}`, 'it is new'),
    ),
    ...Object.entries(was.responses).flatMap(([status, old]) => {
      const now = is.responses[status];
      const where = `${name}, response ${status}`;
      if (now === undefined) return [];
      return [
        ...headerChanges(where, old.headers ?? {}, now.headers ?? {}),
        ...contentChanges(where, old.content ?? {}, now.content ?? {}, 'response', schemas),
      ];
    }),
  ];
}

/** Each entry is a way to be let in; none at all lets everybody in. */
function securityChanges(name: string, was: Operation, is: Operation): Change[] {
  const ways = (each: Operation) => (each.security ?? []).map((way) => Object.keys(way).join(' and '));
  const [old, now] = [ways(was), ways(is)];
  if (old.length === 0)
    return now.length === 0 ? [] : [change('breaking', name, `needs ${now.join(' or ')} now`)];
  if (now.length === 0) return [change('addition', name, 'needs no token any more')];
  const { gone, fresh } = difference(old, now);
  return [
    ...gone.map((way) => change('breaking', name, `no longer takes ${way}`)),
    ...fresh.map((way) => change('addition', name, `takes ${way} as well`)),
  ];
}

/** Those in the path belong to it, and go by their order. */
function parameterChanges(name: string, was: Operation, is: Operation, schemas: SchemaComparison): Change[] {
  const [old, now] = [parametersByKey(was), parametersByKey(is)];
  const { gone, fresh } = difference(old.keys(), now.keys());
  return [
    ...gone.map((key) => change('breaking', `${name}, ${key}`, 'the parameter is gone')),
    ...fresh.map((key) =>
      now.get(key)?.required === true
        ? change('breaking', `${name}, ${key}`, 'a new parameter that is required')
        : change('addition', `${name}, ${key}`, 'a new parameter'),
    ),
    ...[...old].flatMap(([key, before]) => {
      const after = now.get(key);
      if (after === undefined) return [];
      const where = `${name}, ${key}`;
      return [
        ...requirementChanges(where, before.required === true, after.required === true),
        ...schemas.compare(before.schema, after.schema, 'request', where),
      ];
    }),
  ];
}

function parametersByKey({ parameters = [] }: Operation): Map<string, Parameter> {
  const inPath = parameters.filter((each) => each.in === 'path');
  const keyOf = (each: Parameter) =>
    each.in === 'path' ? `path parameter ${inPath.indexOf(each) + 1}` : `${each.in} ${each.name}`;
  return new Map(parameters.map((each) => [keyOf(each), each]));
}

function bodyChanges(name: string, was: Operation, is: Operation, schemas: SchemaComparison): Change[] {
  const where = `${name}, body`;
  const [old, now] = [was.requestBody, is.requestBody];
  if (old === undefined && now === undefined) return [];
  if (now === undefined) return [change('breaking', where, 'it takes no body any more')];
  if (old === undefined)
    return [change(now.required ? 'breaking' : 'addition', where, 'it takes a body now')];
  return [
    ...requirementChanges(where, old.required === true, now.required === true),
    ...contentChanges(where, old.content, now.content, 'request', schemas),
  ];
}

function requirementChanges(where: string, was: boolean, is: boolean): Change[] {
  if (was === is) return [];
  return [change(is ? 'breaking' : 'addition', where, is ? 'it is required now' : 'it is optional now')];
}

function headerChanges(where: string, was: object, is: object): Change[] {
  const { gone, fresh } = difference(Object.keys(was), Object.keys(is));
  return [
    ...gone.map((name) => change('breaking', where, `the header ${name} is gone`)),
    ...fresh.map((name) => change('addition', where, `the header ${name} is new`)),
  ];
}

type Content = NonNullable<Operation['requestBody']>['content'];

function contentChanges(
  where: string,
  was: Content,
  is: Content,
  direction: Direction,
  schemas: SchemaComparison,
): Change[] {
  const { gone, fresh } = difference(Object.keys(was), Object.keys(is));
  return [
    ...gone.map((type) => change('breaking', where, `no longer ${type}`)),
    ...fresh.map((type) => change('addition', where, `also ${type}`)),
    ...Object.entries(was).flatMap(([type, old]) => {
      const now = is[type];
      return now === undefined ? [] : schemas.compare(old.schema ?? {}, now.schema ?? {}, direction, where);
    }),
  ];
}

function isSuccess(status: string): boolean {
  return status < '400';
}
