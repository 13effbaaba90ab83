/**
 * The path of `value` where it is one of our own, else `/`: where to go after signing in must never be another site.
 * Browsers read `/\host`, `//host` and tabs in between as another host, so the URL parser has the say.
 */
export function safePath(value: unknown): string {
  const here = 'http://here.invalid';
  if (typeof value !== 'string' || !value.startsWith('/')) return '/';
  const url = URL.parse(value, here);
  if (url === null || url.origin !== here || url.pathname.startsWith('//')) return '/';
  return `${url.pathname}${url.search}`;
}
