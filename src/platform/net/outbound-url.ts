import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';

const MOST_CHARACTERS = 2_048;
const LOCAL_NAME = /(^|\.)localhost\.?$/;

export interface OutboundPolicy {
  /** http, any port and any address as well: for one's own machine alone. */
  readonly allowPrivate: boolean;
}

/**
 * What is wrong with the address of a call, as far as it can be seen without asking what a name resolves to.
 * @returns a sentence without subject (`must be …`); `undefined` when nothing is
 */
export function outboundUrlFault(text: string, { allowPrivate }: OutboundPolicy): string | undefined {
  if (text.length > MOST_CHARACTERS || !URL.canParse(text)) {
    return `must be a URL of at most ${MOST_CHARACTERS} characters`;
  }
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return 'must not contain a user name or a password';
  if (allowPrivate) return /^https?:$/.test(url.protocol) ? undefined : 'must begin with https:// or http://';
  if (url.protocol !== 'https:') return 'must begin with https://';
  if (url.port !== '') return 'must not name another port than 443';
  const host = hostOf(url);
  const isPublic = isIP(host) === 0 ? !LOCAL_NAME.test(host) : isPublicAddress(host);
  return isPublic ? undefined : 'must be an address of the public Internet';
}

/** Without the brackets of an IPv6 address. URL has turned `0x7f.1` and `2130706433` into `127.0.0.1` by now. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
