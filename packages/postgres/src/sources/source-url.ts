import { SettingsError } from '@portolan/runtime';

/** What may be said of a connection: no user's password, no options. */
export function shownUrl(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url);
  const host = hostname === '' ? (searchParams.get('host') ?? 'localhost') : hostname;
  return `${host}${port === '' ? '' : `:${port}`}${pathname}`;
}

/**
 * Checks a connection URL.
 *
 * @param name of the setting, for the message; the URL itself is never in it
 * @throws SettingsError
 */
export function checkUrl(name: string, url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol === 'postgres:' || parsed?.protocol === 'postgresql:') return url;
  throw new SettingsError(
    `${name} is not a connection URL. Write it as postgresql://user@host:5432/database; in the user and the password, code special characters as %XX.`,
  );
}
