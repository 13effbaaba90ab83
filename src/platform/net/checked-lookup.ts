import dns from 'node:dns';
import type { LookupFunction } from 'node:net';
import { AddressRefused, Unreachable } from './outbound-failures.ts';
import { isPublicAddress } from './public-address.ts';

interface LookupOptions {
  readonly allowPrivate: boolean;
  /** Instead of the system's, for tests. */
  readonly lookup?: typeof dns.lookup;
}

/**
 * The lookup that a connection is made from. One address that is not public is enough to refuse the name: whoever
 * mixes them is up to something.
 *
 * @returns a function that calls back with {@link AddressRefused} or {@link Unreachable} instead of an address
 */
export function checkedLookup({ allowPrivate, lookup = dns.lookup }: LookupOptions): LookupFunction {
  return (hostname, { all: wantsAll, ...options }, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null || first === undefined) {
        return callback(error ?? new Unreachable(`The name ${hostname} has no address.`), '');
      }
      if (!allowPrivate && !addresses.every(({ address }) => isPublicAddress(address))) {
        return callback(
          new AddressRefused(`The name ${hostname} leads to an address that is not public.`),
          '',
        );
      }
      if (wantsAll === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
