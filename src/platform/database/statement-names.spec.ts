import { describe, expect, it } from '@jest/globals';
import { statementNames } from './statement-names.ts';

describe('statementNames', () => {
  it('names a text always the same, another one differently, within the 63 bytes of an identifier', () => {
    const name = statementNames();
    expect(name({ sql: 'SELECT 1' })).toBe(name({ sql: 'SELECT 1' }));
    expect(name({ sql: 'SELECT 1' })).not.toBe(name({ sql: 'SELECT 2' }));
    expect(name({ sql: 'SELECT 1' }).length).toBeLessThan(64);
  });

  it('names no more than a connection can hold, and nothing very long', () => {
    const name = statementNames();
    const names = Array.from({ length: 2_000 }, (_, n) => name({ sql: `SELECT ${n}` })).filter(Boolean);
    expect(new Set(names).size).toBe(500);
    expect(statementNames()({ sql: `SELECT '${'x'.repeat(5_000)}'` })).toBe('');
  });
});
