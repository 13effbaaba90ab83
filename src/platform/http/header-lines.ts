/**
 * The values of a header as its lines came in.
 *
 * @param rawHeaders names and values in turn, as `IncomingMessage.rawHeaders` has them: Node's parsed headers join
 *   repeated lines with a comma, or silently keep the first, and another layer may have looked at the last
 * @param name in lower case
 */
export function headerLines(rawHeaders: readonly string[], name: string): string[] {
  return rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name);
}
