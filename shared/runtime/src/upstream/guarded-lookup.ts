import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isLinkLocal, isLoopback, isPrivate } from './hosts.ts';

/** A name led to an address that is not asked; nothing was sent. */
export class RefusedAddress extends Error {
  override readonly name = 'RefusedAddress';
}

/** Names of upstreams that led into a network: what these send us on to may lie in it too. They are few. */
const insideNetworks = new Set<string>();

/**
 * Finds the addresses of a name and refuses those that it may not lead to. The ones that were looked at are the ones
 * that are connected to, so a name that changes its mind in between gains nothing.
 *
 * @param sentBy the host of the upstream that sent us on; undefined for the upstream itself, which the operator named
 */
export function guardedLookup(sentBy: string | undefined): LookupFunction {
  return (hostname, options, callback) => {
    const answer = (error: NodeJS.ErrnoException | null, found: readonly LookupAddress[]) => {
      if (error) return callback(error, []);
      const [first] = found;
      if (first === undefined) return callback(new RefusedAddress('It has no address.'), []);
      const addresses = found.map(({ address }) => address);
      if (addresses.some(isNeverAsked) || (sentBy !== undefined && !mayLieInside(sentBy, addresses))) {
        return callback(new RefusedAddress('It leads to an address that is not asked.'), []);
      }
      if (sentBy === undefined && addresses.some(isInside)) insideNetworks.add(hostname);
      if (options.all) callback(null, [...found]);
      else callback(null, first.address, first.family);
    };
    process.getBuiltinModule('node:dns').lookup(hostname, { ...options, all: true }, answer);
  };
}

/** Whether an upstream may send us on to a literal address, or to where a name led. */
export const mayLieInside = (sentBy: string, addresses: readonly string[]): boolean =>
  insideNetworks.has(sentBy) || isInside(sentBy) || !addresses.some(isInside);

const isInside = (address: string) => isPrivate(asHost(address)) || isLoopback(asHost(address));

/** An address of one interface (`fe80::1%eth0`) is no host of a URL, and is link-local. */
const isNeverAsked = (address: string) => address.includes('%') || isLinkLocal(asHost(address));

/** As `URL` writes it, which is what the rules of hosts know. */
const asHost = (address: string): string =>
  URL.parse(`http://${address.includes(':') && !address.startsWith('[') ? `[${address}]` : address}`)
    ?.hostname ?? address;
