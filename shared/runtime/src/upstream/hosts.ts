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

/** Whether the host of a URL is an address of a network that others cannot reach (RFC 1918, 4193 and 6598). */
export function isPrivate(hostname: string): boolean {
  const host = plain(hostname);
  if (isIP(host) === 4)
    return /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(host);
  if (isIP(host) !== 6) return false;
  // The addresses of IPv4 again, as two hexadecimal parts.
  const inner = /^(?:::(?:ffff:)?|64:ff9b::|2002:)([0-9a-f]{1,4}):([0-9a-f]{0,4})/.exec(host);
  if (inner === null) return /^f[cd][0-9a-f]{2}:/.test(host);
  const [high, low] = [inner[1], inner[2]].map((part) => Number.parseInt(part || '0', 16));
  return isPrivate([high, low].flatMap((part = 0) => [part >> 8, part & 0xff]).join('.'));
}

const plain = (hostname: string) => hostname.toLowerCase().replace(/^\[|\]$|\.$/g, '');
