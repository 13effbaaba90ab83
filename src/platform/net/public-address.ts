import ipaddr from 'ipaddr.js';

/**
 * Whether an address belongs to somebody on the public Internet. Everything else is refused: private and link-local
 * networks, where metadata services are, the machine itself, and the forms in which IPv6 carries an IPv4 address
 * (RFC 6890 and the IANA registries it began), which lead to the same places by another way.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  // Of IPv6 only 2000::/3 has been given out (RFC 4291): what stands outside is something special, known or not.
  return parsed.range() === 'unicast' && (parsed.kind() === 'ipv4' || isGlobalUnicast(parsed));
}

function isGlobalUnicast(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return ((address.toByteArray()[0] ?? 0) & 0xe0) === 0x20;
}
