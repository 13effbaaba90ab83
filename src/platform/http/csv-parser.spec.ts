import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { CsvFault, CsvParser } from './csv-parser.ts';
import { csvLine } from './csv-text.ts';

const LIMITS = { cells: 20, length: 10_000 };

/** In pieces that end behind each of `cuts`. */
function read(text: string, cuts: readonly number[] = [], limits = LIMITS) {
  const parser = new CsvParser(limits);
  const ends = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
  const pieces = [...ends, text.length].map((end, n) => text.slice(ends[n - 1] ?? 0, end));
  return [...pieces.flatMap((piece) => [...parser.push(piece)]), ...parser.end()];
}
const cells = (text: string, cuts?: readonly number[]) => read(text, cuts).map((record) => record.cells);
const fault = (text: string, limits = LIMITS) => {
  try {
    return read(text, [], limits);
  } catch (error) {
    return error instanceof CsvFault ? `${error.line}: ${error.message}` : error;
  }
};

describe('CsvParser', () => {
  it.each<[string, string[][]]>([
    ['', []],
    ['\n\r\n\r', []],
    ['a,b', [['a', 'b']]],
    ['a,b\n', [['a', 'b']]],
    [
      'a,\n,b\n',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['""\n', [['']]],
    ['"a""b",c', [['a"b', 'c']]],
    ['"a,b\r\nc"\r\nd', [['a,b\r\nc'], ['d']]],
    [' a , b ', [[' a ', ' b ']]],
  ])('reads %j', (text, records) => {
    expect(cells(text)).toEqual(records);
  });

  it('knows the line of each record, whatever ends lines, within quotes and without, however it is cut', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = ['a', '', '"b', 'c', '', 'd",e', 'f'].join(end);
      for (let cut = 0; cut <= text.length; cut++) {
        expect(read(text, [cut]).map(({ line }) => line)).toEqual([1, 3, 7]);
      }
    }
  });

  it.each([
    ['a\nb"c', '2: has a quote in a cell that does not begin with one'],
    ['a\n"b"c', '2: has text behind a closing quote'],
    ['a\n"b" ,c', '2: has text behind a closing quote'],
    ['a\n"b\nc\n', '2: opens a quote that is never closed'],
    ['"', '1: opens a quote that is never closed'],
    [`a\n${','.repeat(20)}`, '2: has more than 20 columns'],
    [`a\n${'x'.repeat(10_001)}`, '2: is longer than 10000 characters'],
    [`a\n"${'x\n'.repeat(5_001)}"`, '2: is longer than 10000 characters'],
  ])('refuses %j', (text, message) => {
    expect(fault(text)).toBe(message);
  });

  it('reads what it wrote, however it is cut', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'ß', '🚀'),
      maxLength: 6,
    });
    const record = fc.array(cell, { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(record), fc.array(fc.nat(200)), (records, cuts) => {
        expect(cells(records.map(csvLine).join(''), cuts)).toEqual(records);
      }),
    );
  });

  it('agrees with another parser on any text that both take', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '"', ',', '\n', '\r\n'), maxLength: 30 });
    fc.assert(
      fc.property(text, fc.array(fc.nat(30)), (csv, cuts) => {
        const theirs = attempt(() =>
          parse(csv, { relax_column_count: true, skip_empty_lines: true, record_delimiter: ['\r\n', '\n'] }),
        );
        const ours = attempt(() => cells(csv, cuts));
        expect(ours).toEqual(theirs);
      }),
      { numRuns: 2_000 },
    );
  });
});

function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch {
    return 'refused';
  }
}
