import { readFileSync } from 'node:fs';
import { checksOf } from './checks.ts';
import { examplesOf } from './examples.ts';
import { operationsOf, successOf, type Document, type Operation } from '../openapi-document.ts';
import { script, type Item, type ItemFolder } from './postman.ts';
import type { Caller, Folder, Recipe } from './recipe.ts';
import { ALERTS } from './recipes/alerts.ts';
import { CHANNELS, OPERATION } from './recipes/channels.ts';
import { ITEMS } from './recipes/items.ts';
import { API_KEYS, AUDIT, MEMBERS, TENANT, TENANTS } from './recipes/tenancy.ts';
import { USER } from './recipes/user.ts';
import { refusalsOf } from './refusals.ts';
import { callerOf, partsOf, requestOf } from './request.ts';
import { Schemas } from './schemas.ts';

/** From top to bottom, as they are run: who signs out everywhere does so at the end of the first. */
const FOLDERS = [USER, TENANT, MEMBERS, API_KEYS, ITEMS, ALERTS, CHANNELS, AUDIT, TENANTS, OPERATION];

const PREPARE = new URL('./prepare.js', import.meta.url);

/**
 * @throws {Error} naming what is in the document and not in the recipes, or the other way round: a new route cannot be
 *   forgotten
 */
export function collectionOf(document: Document) {
  const operations = new Map(operationsOf(document).map((each) => [each.operationId, each]));
  assertComplete(operations);
  const schemas = new Schemas(document);
  return {
    info: {
      name: document.info.title,
      description: document.info.description,
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    event: [script('prerequest', readFileSync(PREPARE, 'utf8').trimEnd().split('\n'))],
    item: FOLDERS.map((folder) => folderOf(folder, document, operations, schemas)),
  };
}

function folderOf(
  { tag, caller, recipes }: Folder,
  document: Document,
  operations: ReadonlyMap<string, Operation>,
  schemas: Schemas,
): ItemFolder {
  const description = document.tags.find(({ name }) => name === tag)?.description;
  if (description === undefined) throw new Error(`The document has no tag ${tag}`);
  const pairs = recipes.map((recipe) => ({ recipe, operation: operationOf(recipe, operations) }));
  const items = (isLast: boolean) =>
    pairs
      .filter(({ recipe }) => (recipe.last === true) === isLast)
      .map(({ recipe, operation }) => itemOf(operation, recipe, schemas, caller));
  const firsts = pairs.filter(
    ({ operation }, at) => pairs.findIndex((each) => each.operation === operation) === at,
  );
  const refusals = firsts.flatMap(({ recipe, operation }) =>
    refusedItems(operation, recipe, schemas, caller),
  );
  const refused = { name: 'Refusals', description: 'What is refused, and how.', item: refusals };
  return {
    name: tag,
    description,
    item: [...items(false), ...(refusals.length > 0 ? [refused] : []), ...items(true)],
  };
}

function itemOf(operation: Operation, recipe: Recipe, schemas: Schemas, caller: Caller | undefined): Item {
  const description = [operation.description, recipe.note].filter(Boolean).join('\n\n');
  const parts = partsOf(operation, recipe, schemas, caller);
  return {
    name: recipe.name ?? nameOf(operation),
    event: [checksOf(operation, { ...recipe, status: recipe.status ?? successOf(operation) }, schemas)],
    request: requestOf(operation, parts, description),
    response: recipe.status === undefined ? examplesOf(operation, requestOf(operation, parts), schemas) : [],
  };
}

function refusedItems(
  operation: Operation,
  recipe: Recipe,
  schemas: Schemas,
  caller: Caller | undefined,
): Item[] {
  // Tokens of a special kind are for the one request that succeeds.
  const parts = { ...partsOf(operation, recipe, schemas), caller: caller ?? callerOf(operation) };
  return refusalsOf(operation, recipe, parts).map((refused) => ({
    name: `${nameOf(operation)}, ${refused.name}: ${refused.status}`,
    event: [checksOf(operation, refused, schemas)],
    request: requestOf(operation, refused.parts, operation.responses[refused.status]?.description),
    response: [],
  }));
}

function nameOf({ summary, operationId }: Operation): string {
  return summary ?? operationId;
}

function operationOf({ operation }: Recipe, operations: ReadonlyMap<string, Operation>): Operation {
  const found = operations.get(operation);
  if (found === undefined) throw new Error(`A recipe is for ${operation}, which the document does not have`);
  return found;
}

function assertComplete(operations: ReadonlyMap<string, Operation>): void {
  const known = new Set(FOLDERS.flatMap(({ recipes }) => recipes.map(({ operation }) => operation)));
  const forgotten = [...operations.keys()].filter((id) => !known.has(id));
  if (forgotten.length > 0) throw new Error(`No recipe in docs/postman/recipes for ${forgotten.join(', ')}`);
}
