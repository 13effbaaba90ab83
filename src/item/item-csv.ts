import { validateSync } from 'class-validator';
import type { Item } from '../platform/database/generated/client.ts';
import { nestsDeeper, oddities } from '../platform/http/json-body.ts';
import { csvLine, defused, listCell, listOfCell, restored } from '../platform/http/csv-text.ts';
import type { FieldError } from '../platform/http/problem.ts';
import { fieldErrors } from '../platform/http/validation.ts';
import { CreateItemDto, type Attributes } from './item.dto.ts';

/** How the cell of each column becomes a field of a new item. An empty cell is no value. */
const WRITABLE: Readonly<Record<string, (cell: string) => Partial<CreateItemDto>>> = {
  name: (cell) => ({ name: restored(cell) }),
  description: (cell) => ({ description: cell === '' ? null : restored(cell) }),
  tags: (cell) => ({ tags: listOfCell(cell) }),
  attributes: (cell) => ({ attributes: cell === '' ? {} : (jsonOf(cell) as Attributes) }),
};

/** What an export has besides. An import passes them over: a new item gets its own. */
const READ_ONLY = ['id', 'owner_sub', 'version', 'created_at', 'updated_at'];

const EXPORTED = [
  'id',
  'name',
  'description',
  'tags',
  'attributes',
  'owner_sub',
  'version',
  'created_at',
  'updated_at',
];

export const CSV_HEADER = csvLine(EXPORTED);

/** One line of an export. */
export function csvOf(item: Item): string {
  return csvLine([
    item.id,
    defused(item.name),
    defused(item.description ?? ''),
    listCell(item.tags),
    Object.keys(item.attributes as Attributes).length === 0 ? '' : JSON.stringify(item.attributes),
    defused(item.ownerSub),
    String(item.version),
    item.createdAt.toISOString(),
    item.updatedAt.toISOString(),
  ]);
}

/** What is wrong with the names of an import's columns. */
export function* headerFaults(columns: readonly string[]): Generator<FieldError> {
  for (const [at, column] of columns.entries()) {
    const field = `line 1, column ${column.slice(0, 50) || at + 1}`;
    if (columns.indexOf(column) !== at) yield { field, message: 'is there twice' };
    else if (!Object.hasOwn(WRITABLE, column) && !READ_ONLY.includes(column)) {
      yield { field, message: `is not a known column: ${Object.keys(WRITABLE).join(', ')}` };
    }
  }
  if (!columns.includes('name')) yield { field: 'line 1, column name', message: 'is missing' };
}

/** A record of an import as a new item, or what is wrong with it, by column. */
export function itemOf(columns: readonly string[], cells: readonly string[]): CreateItemDto | FieldError[] {
  const item = new CreateItemDto();
  for (const [at, column] of columns.entries()) {
    Object.assign(item, WRITABLE[column]?.(cells[at] ?? ''));
  }
  const faults = [...fieldErrors(validateSync(item), ''), ...oddities(item.attributes, 'attributes')];
  return faults.length === 0 ? item : faults;
}

/** `undefined` for what is no flat JSON object, which the validation then refuses. */
function jsonOf(cell: string): unknown {
  try {
    return nestsDeeper(cell, 1) ? null : (JSON.parse(cell) as unknown);
  } catch {
    return null;
  }
}
