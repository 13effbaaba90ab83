import { createHash } from 'node:crypto';

/** Each named statement costs memory in every connection's server process: enough for all that the code writes. */
const MOST_NAMES = 500;
/** Bulk inserts and long lists differ in text with every length: not worth remembering. */
const LONGEST_TEXT = 4_000;

/**
 * Names for prepared statements, so that PostgreSQL parses and plans each text once for a connection.
 * `''` (no name) for what would fill its memory.
 */
export function statementNames(): (query: { readonly sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (sql.length > LONGEST_TEXT || names.size >= MOST_NAMES) return '';
    const name = createHash('sha256').update(sql).digest('base64url').slice(0, 22);
    names.set(sql, name);
    return name;
  };
}
