import { ACTIONS } from '../api/table.ts';
import { invalidParameter } from '../errors.ts';

/** Pages that a fault can name beside the actions, by path. */
const PAGES: ReadonlyMap<string, string> = new Map([
  ['/oauth2/authorize', 'oauth2/authorize'],
  ['/oauth2/token', 'oauth2/token'],
  ['/oauth2/userInfo', 'oauth2/userInfo'],
  ['/oauth2/revoke', 'oauth2/revoke'],
  ['/login', 'login'],
  ['/logout', 'logout'],
]);
const DOCUMENTS: ReadonlyMap<string, string> = new Map([
  ['jwks.json', 'jwks'],
  ['openid-configuration', 'openid-configuration'],
]);

/** The name under which a fault of this path is ordered. */
export function targetOfPath(path: string): string | undefined {
  return PAGES.get(path) ?? DOCUMENTS.get(path.slice(path.lastIndexOf('/') + 1));
}

/** @throws InvalidParameterException for a target that nothing would ever hit */
export function assertTarget(target: string): void {
  const known = ACTIONS.has(target) || [...PAGES.values(), ...DOCUMENTS.values()].includes(target);
  if (!known) throw invalidParameter(`target: there is no action or page "${target}"`);
}
