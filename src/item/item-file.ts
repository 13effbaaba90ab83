import { CsvFault, CsvParser, type CsvRecord } from '../platform/http/csv-parser.ts';
import { InvalidRequest, type FieldError } from '../platform/http/problem.ts';
import { headerFaults, itemOf } from './item-csv.ts';
import { MOST_ROWS, tooManyRows } from './item-problems.ts';
import type { CreateItemDto } from './item.dto.ts';

const MOST_FAULTS = 50;
/** An item with all that it may have, escaped in every way, takes less. */
const LIMITS = { cells: 50, length: 500_000 };
/** A batch is one statement. */
const BATCH_ROWS = 1_000;
const BATCH_CHARACTERS = 500_000;

/** A CSV file of new items, read as it comes; never more than one batch in memory. */
export class ItemFile {
  private readonly records: AsyncGenerator<CsvRecord>;
  private readonly faults: FieldError[] = [];
  private columns: readonly string[] = [];
  private rows = 0;

  constructor(
    bytes: AsyncIterable<Buffer>,
    private readonly mostRows = MOST_ROWS,
  ) {
    this.records = recordsOf(bytes);
  }

  /** To be called first. @throws {InvalidRequest} naming each column that is missing, unknown or there twice */
  async readHeader(): Promise<void> {
    const header = await this.next();
    this.columns = header?.cells.map((cell) => cell.trim()) ?? [];
    this.faults.push(...headerFaults(this.columns));
    this.refuseFaults();
  }

  /** @returns the next items; none at the end of the file, or from the first faulty row on: see {@link refuseFaults} */
  async batch(): Promise<CreateItemDto[]> {
    const items: CreateItemDto[] = [];
    let characters = 0;
    while (this.faults.length === 0 && items.length < BATCH_ROWS && characters < BATCH_CHARACTERS) {
      const record = await this.next();
      if (record === undefined) break;
      const item = this.read(record);
      if (item !== undefined) items.push(item);
      characters += record.cells.reduce((sum, cell) => sum + cell.length, 0);
    }
    return this.faults.length === 0 ? items : [];
  }

  get isFaulty(): boolean {
    return this.faults.length > 0;
  }

  /** Reads on after a fault, so that all are told at once. @throws {InvalidRequest} */
  async refuse(): Promise<never> {
    while (this.faults.length < MOST_FAULTS) {
      const record = await this.next();
      if (record === undefined) break;
      this.read(record);
    }
    throw new InvalidRequest(this.faults.slice(0, MOST_FAULTS));
  }

  /** To be called last: whatever has not been read is not wanted. */
  async close(): Promise<void> {
    await this.records.return(undefined);
  }

  private read({ line, cells }: CsvRecord): CreateItemDto | undefined {
    if (++this.rows > this.mostRows) throw tooManyRows();
    if (cells.length !== this.columns.length) {
      const message = `has ${cells.length} cells, not ${this.columns.length} as the first line`;
      this.faults.push({ field: `line ${line}`, message });
      return undefined;
    }
    const item = itemOf(this.columns, cells);
    if (!Array.isArray(item)) return item;
    for (const { field, message } of item) {
      const [column = '', ...rest] = field.split('.');
      const inner = rest.length === 0 ? '' : `${rest.join('.')} `;
      this.faults.push({ field: `line ${line}, column ${column}`, message: `${inner}${message}` });
    }
    return undefined;
  }

  private async next(): Promise<CsvRecord | undefined> {
    try {
      const { done, value } = await this.records.next();
      return done === true ? undefined : value;
    } catch (error) {
      if (!(error instanceof CsvFault)) throw error;
      // What follows cannot be understood: the generator has ended.
      this.faults.push({ field: `line ${error.line}`, message: error.message });
      return undefined;
    }
  }

  private refuseFaults(): void {
    if (this.isFaulty) throw new InvalidRequest(this.faults.slice(0, MOST_FAULTS));
  }
}

async function* recordsOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<CsvRecord> {
  const parser = new CsvParser(LIMITS);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (piece?: Buffer) => {
    try {
      return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
    } catch {
      throw new CsvFault(parser.currentLine, 'is not UTF-8');
    }
  };
  for await (const piece of bytes) yield* parser.push(decode(piece));
  yield* parser.push(decode());
  yield* parser.end();
}
