import type { NestExpressApplication } from '@nestjs/platform-express';
import type { OpenAPIObject } from '@nestjs/swagger';
import { buildDocument } from '../../src/app.openapi.ts';
import { routeRequirements, type RouteRequirements } from '../../src/app.routes.ts';
import { looksLikeId, NEVER_ACCEPTED, placeOf, type Place } from './knowledge.ts';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Schemas = NonNullable<OpenAPIObject['components']>['schemas'];
type Schema = Exclude<NonNullable<Schemas>[string], { $ref: string }>;
type Parameter = Exclude<NonNullable<Operation['parameters']>[number], { $ref: string }>;

export interface Route {
  /** `GET /api/items/{id}` */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly needs: RouteRequirements;
  readonly places: readonly Place[];
  /** Parameters that cannot be left out, with a value that is right. */
  readonly required: Readonly<Record<string, string>>;
  readonly body: { readonly type: string; readonly example: unknown } | undefined;
  /** Fields that the route must refuse in its body. */
  readonly refusedFields: readonly string[];
  /** Fields of its body that it does not know are passed over, instead of being refused. */
  readonly passesOver: boolean;
}

/**
 * Every route of the OpenAPI document, with an example of a valid request.
 * @throws {Error} naming the route, for a parameter, a field or an example that is not known
 */
export function routesOf(app: NestExpressApplication): Route[] {
  return describeRoutes(buildDocument(app), routeRequirements(app));
}

export function describeRoutes(
  document: Pick<OpenAPIObject, 'paths' | 'components'>,
  requirements: ReadonlyMap<string, RouteRequirements>,
): Route[] {
  const schemas = document.components?.schemas ?? {};
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([method, operation]) => {
      const name = `${method.toUpperCase()} ${path}`;
      const needs = requirements.get(operation.operationId ?? '');
      if (needs === undefined) throw new Error(`${name}: nothing is known of who may call it`);
      const parameters = (operation.parameters ?? []) as Parameter[];
      // Elsewhere there are no tenants, and nobody gets as far as the body.
      const body = needs.role === null && needs.group === null ? undefined : bodyOf(name, operation, schemas);
      const fields = body?.schema === undefined ? {} : propertiesOf(body.schema, schemas);
      const named = parameters.map((each) => placeOf(name, each.in as Place['in'], each.name));
      const ids = Object.entries(fields)
        .filter(([field, schema]) => looksLikeId(field, schema.format))
        .map(([field]) => placeOf(name, 'body', field));
      return {
        name,
        method: method.toUpperCase(),
        path,
        needs,
        places: [...named, ...ids].filter((place) => place !== undefined),
        required: Object.fromEntries(
          parameters
            .filter((each) => each.in === 'query' && each.required === true)
            .map((each) => [each.name, valueOf(name, each)]),
        ),
        body: body && { type: body.type, example: body.example },
        refusedFields:
          body?.type === 'application/json'
            ? Object.keys(NEVER_ACCEPTED).filter((field) => fields[field] === undefined)
            : [],
        passesOver: body?.schema.additionalProperties === true,
      };
    }),
  );
}

function valueOf(route: string, parameter: Parameter): string {
  const schema = resolve(parameter.schema, {});
  const value: unknown = parameter.example ?? schema.example ?? schema.default ?? schema.enum?.[0];
  if (value === undefined) throw new Error(`${route}: no example of the parameter ${parameter.name}`);
  return String(value);
}

function bodyOf(route: string, { requestBody }: Operation, schemas: Schemas) {
  if (requestBody === undefined || '$ref' in requestBody) return undefined;
  const [type, media] = Object.entries(requestBody.content)[0] ?? [];
  if (type === undefined || media === undefined) throw new Error(`${route}: a body of no type`);
  const [first] = Object.values(media.examples ?? {});
  const given: unknown = media.example ?? (first !== undefined && 'value' in first ? first.value : undefined);
  const schema = resolve(media.schema, schemas);
  return { type, schema, example: given ?? exampleOf(route, schema, schemas) };
}

function resolve(schema: Schema | { $ref: string } | undefined, schemas: Schemas): Schema {
  if (schema === undefined) return {};
  if (!('$ref' in schema)) return schema;
  return resolve(schemas?.[schema.$ref.split('/').at(-1) ?? ''], schemas);
}

/** With those of the schemas that it is made of, and of the elements where it is a list. */
function propertiesOf(schema: Schema, schemas: Schemas): Record<string, Schema> {
  const own = Object.entries(schema.properties ?? {}).map(
    ([name, each]) => [name, resolve(each, schemas)] as const,
  );
  const parts = [
    ...(schema.allOf ?? []),
    ...(schema.oneOf ?? []),
    ...(schema.items === undefined ? [] : [schema.items]),
  ];
  const inner = [...own.map(([, each]) => each), ...parts.map((each) => resolve(each, schemas))];
  return Object.assign(
    {},
    ...inner.map((each) => propertiesOf(each, schemas)),
    Object.fromEntries(own),
  ) as Record<string, Schema>;
}

function exampleOf(route: string, schema: Schema, schemas: Schemas): unknown {
  if (schema.example !== undefined) return schema.example;
  if (schema.items !== undefined) return [exampleOf(route, resolve(schema.items, schemas), schemas)];
  if (schema.properties === undefined) {
    const value: unknown = schema.default ?? schema.enum?.[0];
    if (value === undefined) throw new Error(`${route}: no example of a part of its body`);
    return value;
  }
  return Object.fromEntries(
    Object.entries(schema.properties).map(([name, each]) => [
      name,
      exampleOf(`${route}, field ${name}`, resolve(each, schemas), schemas),
    ]),
  );
}
