import { Injectable } from '@nestjs/common';
import type { Item } from '../platform/database/generated/client.ts';
import { CSV_HEADER, csvOf } from './item-csv.ts';
import type { ExportFormat, ExportQuery } from './item-files.dto.ts';
import { ItemList } from './item-list.ts';
import { ItemDto } from './item.dto.ts';

/** More would not be quicker, and what a page leaves behind outlives more of the collections of young memory. */
const ROWS = 200;

const WRITERS: Readonly<
  Record<ExportFormat, { readonly head: string; readonly line: (row: Item) => string }>
> = {
  csv: { head: CSV_HEADER, line: csvOf },
  ndjson: { head: '', line: (row) => `${JSON.stringify(ItemDto.from(row))}\n` },
};

/** Files for {@link ItemExport}, as `streamAnswer` names them. */
export const EXPORT_FILES = {
  csv: { name: 'items.csv', type: 'text/csv; charset=utf-8; header=present' },
  ndjson: { name: 'items.ndjson', type: 'application/x-ndjson; charset=utf-8' },
} as const;

/**
 * All items of a list, however many, one page at a time. Each page is a statement of its own: a reader who takes an
 * hour holds no connection and no snapshot. Items that are there all the time are in it once; of those that come,
 * go or change their place in the order meanwhile, what the page that had them saw.
 */
@Injectable()
export class ItemExport {
  constructor(private readonly list: ItemList) {}

  async *text({ format, sort, ...filter }: ExportQuery): AsyncGenerator<string> {
    const { head, line } = WRITERS[format];
    let before = head;
    for await (const rows of this.list.pages(filter, sort, ROWS)) {
      yield before + rows.map(line).join('');
      before = '';
    }
  }
}
