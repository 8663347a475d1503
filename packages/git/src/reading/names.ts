import { isUtf8 } from 'node:buffer';
import { fail } from '@portolan/runtime';

/**
 * A name that is not UTF-8 is held as text in which each byte that fits no character is a lone surrogate
 * (U+DC00 and the byte), so that nothing is lost. Callers see it as `bytes:` and the name with those bytes, and
 * the percent sign, as %XX. A name that begins with `bytes:` itself is written so too.
 */
const ESCAPED = 'bytes:';

const FIRST = 0xdc00;
const lone = /[\udc80-\udcff]/gu;

/** Text of bytes, from which `encodeBytes` makes the same bytes again. */
export function decodeBytes(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = [1, 2, 3, 4].find(
      (count) => at + count <= bytes.length && isUtf8(bytes.subarray(at, at + count)),
    );
    text +=
      length === undefined
        ? String.fromCharCode(FIRST + (bytes[at] ?? 0))
        : bytes.toString('utf8', at, at + length);
    at += length ?? 1;
  }
  return text;
}

export function encodeBytes(text: string): Buffer {
  if (text.isWellFormed()) return Buffer.from(text);
  return Buffer.concat(
    [...text].map((character) =>
      character.isWellFormed() ? Buffer.from(character) : Buffer.from([character.charCodeAt(0) - FIRST]),
    ),
  );
}

/** A name as callers see it. */
export function shownName(name: string): string {
  if (name.isWellFormed() && !name.startsWith(ESCAPED)) return name;
  const hex = (character: string) =>
    `%${(character.charCodeAt(0) & 0xff).toString(16).toUpperCase().padStart(2, '0')}`;
  return ESCAPED + name.replaceAll('%', '%25').replaceAll(lone, hex);
}

/**
 * The name that a caller means.
 *
 * @throws ToolError `invalid_arguments` for an escape that is none
 */
export function meantName(value: string, argument: string): string {
  if (!value.isWellFormed()) fail('invalid_arguments', `${argument} is not well-formed text.`);
  if (!value.startsWith(ESCAPED)) return value;
  const escaped = value.slice(ESCAPED.length);
  if (/%(?![0-9a-f]{2})/i.test(escaped)) {
    fail('invalid_arguments', `${argument} has a % without two hexadecimal digits.`, {
      next: 'Pass the name as it was answered; a % in it is written %25.',
    });
  }
  const parts = escaped.split(/(%[0-9a-f]{2})/i);
  const bytes = parts.map((part, index) =>
    index % 2 === 1 ? Buffer.from(part.slice(1), 'hex') : Buffer.from(part),
  );
  return decodeBytes(Buffer.concat(bytes));
}
