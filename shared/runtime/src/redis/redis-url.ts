/**
 * Checks a Redis URL.
 *
 * @returns its address without user and password
 * @throws Error naming the rule; the value is not repeated, because it can hold a password
 */
export function parseRedisUrl(value: string): { readonly address: string } {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !['redis:', 'rediss:'].includes(url.protocol) || url.hostname === '') {
    throw new Error(
      'The Redis URL must be redis://[user:password@]host[:port][/database], or rediss:// for TLS.',
    );
  }
  if (!/^\/?\d*$/.test(url.pathname)) {
    throw new Error(
      `The path of a Redis URL is the number of the database, not "${url.pathname.slice(0, 64)}".`,
    );
  }
  return { address: `${url.protocol}//${url.host}${url.pathname}` };
}
