/** The header by which a change is made to the version that was shown, or not at all. */
export function ifMatch(version: number): { 'If-Match': string } {
  return { 'If-Match': `"${version}"` };
}
