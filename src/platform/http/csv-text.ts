/**
 * What spreadsheets take for the beginning of a formula, also in its wide forms
 * (https://owasp.org/www-community/attacks/CSV_Injection), behind any number of apostrophes.
 */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;
const DEFUSED = /^'+[=+\-@\t\r\n＝＋－＠]/;

/** A text that a spreadsheet shows as text. {@link restored} takes the apostrophe away again. */
export function defused(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The inverse of {@link defused}. */
export function restored(text: string): string {
  return DEFUSED.test(text) ? text.slice(1) : text;
}

/** A record as RFC 4180 writes it. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/**
 * Several texts in one cell, with `;` between them. A backslash makes the character behind it an ordinary one: a
 * semicolon, a backslash, a space at either end.
 */
export function listCell(texts: readonly string[]): string {
  return texts.map((text) => defused(text).replaceAll(/[;\\]|^\s|\s$/g, '\\$&')).join(';');
}

/** The texts of a {@link listCell}, as people write them: spaces around them and empty ones are passed over. */
export function listOfCell(cell: string): string[] {
  const parts = cell.match(/(?:\\[^]|[^;\\]|\\$)+/g) ?? [];
  return parts
    .map(trimmed)
    .filter((part) => part !== '')
    .map((part) => restored(unescaped(part)));
}

function trimmed(part: string): string {
  const start = part.trimStart();
  const end = start.trimEnd();
  // An odd number of backslashes at the end: the last one belongs to the space that was cut off.
  const backslashes = /\\*$/.exec(end)?.[0].length ?? 0;
  return backslashes % 2 === 1 ? start.slice(0, end.length + 1) : end;
}

function unescaped(part: string): string {
  return part.replaceAll(/\\([;\\\s])/g, '$1');
}
