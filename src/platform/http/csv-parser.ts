/** One record of a CSV file. */
export interface CsvRecord {
  /** Where it begins in the file; the first line is 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** The text is no CSV from `line` on. */
export class CsvFault extends Error {
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
    this.name = 'CsvFault';
  }
}

interface CsvLimits {
  readonly cells: number;
  /** Characters of a record. */
  readonly length: number;
}

/**
 * CSV as RFC 4180 has it, piece by piece: commas, quoted cells with doubled quotes and line breaks in them, lines
 * that end with CRLF, LF or CR. Empty lines are passed over. It knows the line of everything, and holds no more
 * than one record.
 */
export class CsvParser {
  private cells: string[] = [];
  private cell = '';
  private state: 'start' | 'plain' | 'quoted' | 'closed' = 'start';
  private length = 0;
  private line = 1;
  private recordLine = 1;
  private afterReturn = false;

  constructor(private readonly limits: CsvLimits) {}

  /** The line that is being read. */
  get currentLine(): number {
    return this.line;
  }

  /** @throws {CsvFault} */
  *push(text: string): Generator<CsvRecord> {
    for (let at = 0; at < text.length;) {
      const character = text.charAt(at);
      if (this.state === 'quoted') {
        const end = text.indexOf('"', at);
        this.add(text.slice(at, end === -1 ? text.length : end));
        at = end === -1 ? text.length : end + 1;
        if (end !== -1) this.state = 'closed';
      } else if (character === '"') {
        this.quote();
        at++;
      } else if (character === ',') {
        this.endCell();
        at++;
      } else if (character === '\n' || character === '\r') {
        // The LF of a CRLF, perhaps in the next piece.
        if (character === '\r' || !this.afterReturn) yield* this.endRecord();
        this.afterReturn = character === '\r';
        at++;
        continue;
      } else {
        if (this.state === 'closed') throw this.fault('has text behind a closing quote');
        const end = endOfPlain(text, at);
        this.add(text.slice(at, end));
        this.state = 'plain';
        at = end;
      }
      if (this.state !== 'quoted') this.afterReturn = false;
    }
  }

  /** @throws {CsvFault} */
  *end(): Generator<CsvRecord> {
    if (this.state === 'quoted') throw this.fault('opens a quote that is never closed');
    yield* this.endRecord();
  }

  private quote(): void {
    if (this.state === 'plain') throw this.fault('has a quote in a cell that does not begin with one');
    if (this.state === 'closed') this.add('"');
    this.state = 'quoted';
    this.afterReturn = false;
  }

  private add(text: string): void {
    this.length += text.length;
    if (this.length > this.limits.length) {
      throw this.fault(`is longer than ${this.limits.length} characters`);
    }
    this.cell += text;
    if (this.state === 'quoted') this.countLines(text);
  }

  private countLines(text: string): void {
    for (const end of text.matchAll(/\r\n|\r|\n/g)) {
      const restOfReturn = end.index === 0 && end[0] === '\n' && this.afterReturn;
      if (!restOfReturn) this.line++;
    }
    if (text !== '') this.afterReturn = text.endsWith('\r');
  }

  private endCell(): void {
    this.cells.push(this.cell);
    if (this.cells.length > this.limits.cells) throw this.fault(`has more than ${this.limits.cells} columns`);
    this.cell = '';
    this.state = 'start';
  }

  private *endRecord(): Generator<CsvRecord> {
    const empty = this.cells.length === 0 && this.state === 'start';
    this.endCell();
    if (!empty) yield { line: this.recordLine, cells: this.cells };
    this.cells = [];
    this.length = 0;
    this.recordLine = ++this.line;
  }

  private fault(message: string): CsvFault {
    return new CsvFault(this.recordLine, message);
  }
}

const SPECIAL = /[,"\r\n]/g;

function endOfPlain(text: string, start: number): number {
  SPECIAL.lastIndex = start;
  return SPECIAL.exec(text)?.index ?? text.length;
}
