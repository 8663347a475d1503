import { escapePattern } from './escape-pattern.ts';

/** Longer secrets are files of keys, which have a shape of their own; their pattern would be as large as they. */
const longest = 512;
/** What may stand between two characters where a text was wrapped: a line end, or its escape in JSON or a mail. */
const wrapped = String.raw`(?:=?\r?\n[ \t]{0,8}|(?:\\r)?\\n)?`;
/** Without one of these no text holds a secret escaped or wrapped; what JSON writes of `"` alone is known already. */
const signs = /[%&+\n]|\\[^"]/;

const named: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
};

/**
 * Replaces configured secrets that are written with escapes, in any mixture and for any of their characters
 * (percent, entities of HTML, `\u` and `\x` of JSON and JavaScript), or wrapped over lines.
 *
 * @param plain forms that no character of is escaped, such as base64: these are wrapped only
 */
export function redactEscaped(
  secrets: readonly string[],
  plain: readonly string[],
): (text: string) => string {
  const sources = [
    ...secrets.filter(({ length }) => length <= longest).map((secret) => joined(secret, escapes)),
    ...plain.filter(({ length }) => length <= longest * 2).map((form) => joined(form, escapePattern)),
  ];
  let pattern: RegExp | undefined;
  return (text) => {
    if (sources.length === 0 || !signs.test(text)) return text;
    pattern ??= new RegExp(sources.join('|'), 'g');
    return text.replace(pattern, '[redacted:known]');
  };
}

const joined = (text: string, each: (character: string) => string) => [...text].map(each).join(wrapped);

/** Every way to write one character. */
function escapes(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  const units = [...Array(character.length).keys()].map((at) => character.charCodeAt(at).toString(16));
  const bytes = [...Buffer.from(character, 'utf8')].map(
    (byte) => `%(?:25)?${anyCase(byte.toString(16).padStart(2, '0'))}`,
  );
  const forms = [
    escapePattern(character),
    bytes.join(''),
    units.map((unit) => String.raw`\\{1,4}u${anyCase(unit.padStart(4, '0'))}`).join(''),
    String.raw`\\{1,4}u\{0{0,4}${anyCase(hex)}\}`,
    `&#0{0,4}${code};?`,
    `&#[xX]0{0,4}${anyCase(hex)};?`,
    ...(code < 0x100 ? [String.raw`\\{1,4}x${anyCase(hex.padStart(2, '0'))}`] : []),
    ...(named[character] === undefined ? [] : [`&${named[character]};`]),
    ...(/[^\w\s]/.test(character) ? [String.raw`\\{1,4}${escapePattern(character)}`] : []),
    ...(character === ' ' ? [String.raw`\+`] : []),
  ];
  return `(?:${forms.join('|')})`;
}

const anyCase = (hex: string) => hex.replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
