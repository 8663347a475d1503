import { isIP } from 'node:net';

/** Whether the host of a URL is link-local, where clouds keep credentials of machines, or no address at all. */
export function isLinkLocal(hostname: string): boolean {
  const host = plain(hostname);
  if (isIP(host) === 4) return host.startsWith('169.254.') || host.startsWith('0.');
  if (isIP(host) !== 6) return host === 'metadata' || host === 'metadata.google.internal';
  // `URL` writes an IPv4 address inside IPv6 as two hexadecimal parts: a9fe is 169.254. 64:ff9b is where NAT64
  // has the addresses of IPv4, 2002 where 6to4 has them. The address with ec2 is where Amazon keeps credentials
  // in IPv6.
  return (
    /^fe[89ab]/.test(host) ||
    /^(::(ffff:)?|64:ff9b::|2002:)a9fe:/.test(host) ||
    /^::(ffff:0:.*)?$/.test(host) ||
    /^fd00:ec2:/.test(host)
  );
}

/** Whether the host of a URL is this machine. */
export function isLoopback(hostname: string): boolean {
  const host = plain(hostname);
  if (isIP(host) === 4) return host.startsWith('127.');
  if (isIP(host) === 6) return host === '::1' || /^(::(ffff:)?|64:ff9b::)7f[0-9a-f]{2}:/.test(host);
  return host === 'localhost' || host.endsWith('.localhost');
}

const plain = (hostname: string) => hostname.toLowerCase().replace(/^\[|\]$|\.$/g, '');
