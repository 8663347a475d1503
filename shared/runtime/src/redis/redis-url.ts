import { SettingsError } from '../settings/settings-error.ts';

/**
 * Checks the value of `--redis`.
 *
 * @returns its address without user and password
 * @throws SettingsError naming the rule; the value is not repeated, because it can hold a password
 */
export function parseRedisUrl(value: string): { readonly address: string } {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !['redis:', 'rediss:'].includes(url.protocol) || url.hostname === '') {
    throw new SettingsError(
      '--redis: the Redis URL must be redis://[user:password@]host[:port][/database], or rediss:// for TLS.',
    );
  }
  if (!/^\/?\d*$/.test(url.pathname)) {
    throw new SettingsError(
      `--redis: the path of a Redis URL is the number of the database, not "${url.pathname.slice(0, 64)}".`,
    );
  }
  return { address: `${url.protocol}//${url.host}${url.pathname}` };
}
