import { escapePattern } from './escape-pattern.ts';
import { redactEscaped } from './escaped-secrets.ts';

/** Shorter values occur by chance in ordinary text, so replacing them would garble it. */
const shortestSecret = 6;

/**
 * Replaces configured secrets wherever their value occurs: as it is, URL-encoded (also twice), JSON-escaped, in
 * hexadecimal (as a database shows bytes), and in base64 or base64url at any alignment (as in `Basic user:secret`);
 * then with any of its characters escaped, and over several lines.
 */
export function redactKnown(secrets: readonly string[]): (text: string) => string {
  const long = secrets.filter(({ length }) => length >= shortestSecret);
  const forms = new Set(long.flatMap(formsOf));
  if (forms.size === 0) return (text) => text;
  const encoded = long.flatMap((secret) => [0, 1, 2].flatMap((offset) => base64Forms(secret, offset)));
  const escaped = redactEscaped(long, [...new Set(encoded)]);
  const ordered = [...forms].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(ordered.map((form) => escapePattern(form)).join('|'), 'g');
  return (text) => escaped(text.replace(pattern, '[redacted:known]'));
}

function formsOf(secret: string): string[] {
  const encoded = encodeURIComponent(secret.toWellFormed());
  const hex = Buffer.from(secret, 'utf8').toString('hex');
  return [
    secret,
    encoded,
    encoded.replaceAll('%20', '+'),
    encoded.toLowerCase(),
    encodeURIComponent(encoded),
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/'),
    hex,
    hex.toUpperCase(),
    ...[0, 1, 2].flatMap((offset) => base64Forms(secret, offset)),
  ].filter(({ length }) => length >= shortestSecret);
}

/** The characters that depend on the secret alone when `offset` (0–2) bytes come before it in its group. */
function base64Forms(secret: string, offset: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret, 'utf8')]);
  const whole = bytes.toString('base64').replace(/=+$/, '');
  const first = Math.ceil((offset * 8) / 6);
  const last = bytes.length % 3 === 0 ? whole.length : whole.length - 1;
  const inner = whole.slice(first, last);
  // Under 8 characters (6 bytes) a form could occur by chance.
  return inner.length < 8 ? [] : [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
}
