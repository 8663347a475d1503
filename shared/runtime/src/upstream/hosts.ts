import { isIP } from 'node:net';

/** Whether the host of a URL is link-local, where clouds keep credentials of machines, or no address at all. */
export function isLinkLocal(hostname: string): boolean {
  const host = plain(hostname);
  if (isIP(host) === 4) return host.startsWith('169.254.') || host.startsWith('0.');
  if (isIP(host) !== 6) return host === 'metadata' || host === 'metadata.google.internal';
  // `URL` writes an IPv4 address inside IPv6 as two hexadecimal parts: a9fe is 169.254. The address with
  // ec2 is where Amazon keeps credentials in IPv6.
  return /^fe[89ab]/.test(host) || /^::(ffff:)?a9fe:/.test(host) || host === '::' || /^fd00:ec2:/.test(host);
}

/** Whether the host of a URL is this machine. */
export function isLoopback(hostname: string): boolean {
  const host = plain(hostname);
  if (isIP(host) === 4) return host.startsWith('127.');
  if (isIP(host) === 6) return host === '::1' || /^::(ffff:)?7f[0-9a-f]{2}:/.test(host);
  return host === 'localhost' || host.endsWith('.localhost');
}

const plain = (hostname: string) => hostname.toLowerCase().replace(/^\[|\]$|\.$/g, '');
