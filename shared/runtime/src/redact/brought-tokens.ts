import { escapePattern } from './escape-pattern.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** What may follow a prefix: the characters of tokens, also URL-encoded. Shorter ones tell nobody anything. */
const tokenTail = '[A-Za-z0-9_.%-]{8,}';
const base64Tail = '(?:[A-Za-z0-9+/_-]|%2[BbFf]){8,}(?:=|%3[Dd]){0,2}';
const hexTail = '(?:[0-9A-Fa-f]{2}){8,}';

/**
 * Replaces tokens that begin with one of some prefixes: as they are, URL-encoded, in hexadecimal, and in base64 or
 * base64url at any alignment (as in `Basic user:token`). It needs to know no token, so it knows all of them before
 * they come, and keeps none.
 */
export function redactBroughtTokens(prefixes: readonly string[]): (text: string) => string {
  if (prefixes.length === 0) return (text) => text;
  const pattern = new RegExp(prefixes.flatMap(formsOf).join('|'), 'g');
  return (text) => text.replace(pattern, '[redacted:caller_token]');
}

function formsOf(prefix: string): string[] {
  const hex = Buffer.from(prefix).toString('hex');
  return [
    `${[...prefix].map(urlForms).join('')}${tokenTail}`,
    ...[hex, hex.toUpperCase()].map((digits) => `${digits}${hexTail}`),
    ...[0, 1, 2].map((before) => `${base64Start(prefix, before)}${base64Tail}`),
  ];
}

/** A character as it is, or as a URL may have it, also encoded twice. */
function urlForms(character: string): string {
  if (/[A-Za-z0-9]/.test(character)) return character;
  const code = character.charCodeAt(0).toString(16);
  return `(?:${escapePattern(character)}|%(?:25)?(?:${code}|${code.toUpperCase()}))`;
}

/** The base64 of a prefix with `before` bytes (0–2) of something else before it: its bits are certain, its ends are not. */
function base64Start(prefix: string, before: number): string {
  const bits = [...Buffer.from(prefix)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const unknown = '.'.repeat((before * 8) % 6);
  const groups = `${unknown}${bits}`.match(/.{1,6}/g) ?? [];
  return groups.map((group) => base64Class(group.padEnd(6, '.'))).join('');
}

/** The characters whose six bits are these, a dot standing for either. */
function base64Class(bits: string): string {
  const fits = new RegExp(`^${bits}$`);
  const characters = [...alphabet].filter((_, index) => fits.test(index.toString(2).padStart(6, '0')));
  const urlSafe = characters.flatMap((one) => (one === '+' ? ['-'] : one === '/' ? ['_'] : []));
  return `[${[...characters, ...urlSafe].map(escapePattern).join('')}]`;
}
