import { showHidden } from '@portolan/runtime/untrusted-text';
import type { SourceSettings } from '../sources/types.ts';

/** Longest text of the server in a message, characters. */
const MAX_QUOTED = 500;
/** Shorter passwords occur by chance in ordinary text. */
const SHORTEST_PASSWORD = 4;

/**
 * What a server says, for a message of ours: quoted, so that nobody takes it for our words, bounded, with the
 * characters nobody can see written out, and without the password it got from us.
 */
export function quoteUpstream(text: string, { url }: Pick<SourceSettings, 'url'>): string {
  const clean = passwordsOf(url).reduce(
    (rest, password) => rest.replaceAll(password, '[redacted:password]'),
    text.slice(0, MAX_QUOTED * 4),
  );
  return JSON.stringify(showHidden(clean.length > MAX_QUOTED ? `${clean.slice(0, MAX_QUOTED)}…` : clean));
}

/** As it is and as the URL has it; the driver also takes one from the environment. */
function passwordsOf(url: string): string[] {
  const { password, searchParams } = new URL(url);
  return [
    password,
    decoded(password),
    searchParams.get('password') ?? '',
    process.env.PGPASSWORD ?? '',
  ].filter(({ length }) => length >= SHORTEST_PASSWORD);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone % stands for itself.
    return text;
  }
}
