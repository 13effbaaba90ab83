import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defused, listCell, listOfCell, restored } from './csv-text.ts';

const odd = fc.string({
  unit: fc.constantFrom('=', '+', '-', '@', "'", '\t', '\r', '＝', 'a', ';', '\\', ' ', '"'),
});

describe('defused', () => {
  it.each(['=1', '+1', '-1', '@a', '\tx', '\rx', '\nx', '＝1', '＋1', '－1', '＠a', "'=1", "''=1"])(
    'keeps %j from being calculated',
    (text) => {
      expect(defused(text)).toBe(`'${text}`);
    },
  );

  it.each(['', 'a=1', "'", "'a", '1', '{"a":1}', ' =1'])('leaves %j alone', (text) => {
    expect(defused(text)).toBe(text);
  });

  it('is undone by restored, for any text', () => {
    fc.assert(fc.property(odd, (text) => restored(defused(text)) === text));
  });
});

describe('listCell', () => {
  it.each<[string[], string]>([
    [[], ''],
    [['a', 'b c'], 'a;b c'],
    [['a;b', 'c\\d'], 'a\\;b;c\\\\d'],
    [['=x', 'y', '@z'], "'=x;y;'@z"],
    [[' a '], '\\ a\\ '],
  ])('writes %j', (texts, cell) => {
    expect(listCell(texts)).toBe(cell);
  });

  it.each<[string, string[]]>([
    ['pump; north ;', ['pump', 'north']],
    [' ; ;', []],
    ['C:\\temp', ['C:\\temp']],
    ['a\\', ['a\\']],
    ["'=x", ['=x']],
  ])('reads %j as people mean it', (cell, texts) => {
    expect(listOfCell(cell)).toEqual(texts);
  });

  it('is undone by listOfCell, for any texts that are not blank', () => {
    const texts = fc.array(odd.filter((text) => text.trim() !== ''));
    fc.assert(
      fc.property(texts, (list) => {
        expect(listOfCell(listCell(list))).toEqual(list);
      }),
      { numRuns: 2_000 },
    );
  });
});
