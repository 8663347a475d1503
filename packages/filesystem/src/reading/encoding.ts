import { isUtf8 } from 'node:buffer';

/** The encodings that are detected and written. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1';

/** What the first bytes of a file say of its text. */
export interface Detected {
  readonly encoding: Encoding;
  /** Length of the byte order mark, 0 without one. */
  readonly bomBytes: number;
}

/** Bytes looked at when a file's encoding is not given. Git looks at 8,000 for the same question. */
export const SAMPLE_BYTES = 65_536;
/** A file with a larger share of control characters than this is no text. */
const MAX_CONTROL_SHARE = 0.1;
/** In UTF-16 text of Western languages nearly every second byte is zero; half of that is taken as proof. */
const MIN_ZERO_SHARE = 0.25;

/**
 * Finds the encoding of a file from its beginning: a byte order mark, then UTF-16 without one by its zero
 * bytes, then UTF-8 by its form, then Latin-1, which takes any byte.
 *
 * @param whole whether the sample is the whole file; otherwise its end may be in the middle of a character
 * @returns undefined for what is no text
 */
export function detectEncoding(sample: Buffer, whole: boolean): Detected | undefined {
  const marked = byMark(sample);
  if (marked !== undefined) return marked;
  const wide = wideWithoutMark(sample);
  if (wide !== undefined) return { encoding: wide, bomBytes: 0 };
  if (sample.includes(0)) return undefined;
  const text = whole ? sample : sample.subarray(0, utf8Boundary(sample, sample.length));
  if (isMostlyControls(text)) return undefined;
  return { encoding: isUtf8(text) ? 'utf-8' : 'latin1', bomBytes: 0 };
}

/** The length of the mark that a file in this encoding begins with, 0 when it has none. */
export function bomLength(sample: Buffer, encoding: Encoding): number {
  const marked = byMark(sample);
  return marked?.encoding === encoding ? marked.bomBytes : 0;
}

function byMark(sample: Buffer): Detected | undefined {
  const [a, b, c] = sample;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', bomBytes: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', bomBytes: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', bomBytes: 2 };
  return undefined;
}

function wideWithoutMark(sample: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const length = Math.min(sample.length, 4096) & ~1;
  if (length < 4 || !sample.includes(0)) return undefined;
  let even = 0;
  let odd = 0;
  let controls = 0;
  for (let at = 0; at < length; at += 2) {
    if (sample[at] === 0) even++;
    if (sample[at + 1] === 0) odd++;
    if (sample[at] === 0 && sample[at + 1] === 0) return undefined;
    // Zero in one byte of each: the other is the character.
    if (sample[at] === 0 || sample[at + 1] === 0)
      controls += controlBytes[(sample[at] ?? 0) | (sample[at + 1] ?? 0)] ?? 0;
  }
  if (controls > (length / 2) * MAX_CONTROL_SHARE) return undefined;
  if (odd >= length * MIN_ZERO_SHARE && even === 0) return 'utf-16le';
  return even >= length * MIN_ZERO_SHARE && odd === 0 ? 'utf-16be' : undefined;
}

/** Bytes looked at when control characters are counted: their share of a kilobyte says as much as of more. */
const CONTROL_SAMPLE_BYTES = 1024;
/** 1 for control characters but those that occur in text: backspace to carriage return, and escape for terminal colours. */
const controlBytes = Uint8Array.from({ length: 256 }, (_, byte) =>
  (byte < 8 || (byte > 13 && byte < 32) || byte === 127) && byte !== 27 ? 1 : 0,
);

function isMostlyControls(sample: Buffer): boolean {
  const end = Math.min(sample.length, CONTROL_SAMPLE_BYTES);
  let controls = 0;
  for (let at = 0; at < end; at++) controls += controlBytes[sample[at] ?? 0] ?? 0;
  return controls > end * MAX_CONTROL_SHARE;
}

/** The text of bytes that begin and end at a character. */
export function decode(bytes: Buffer, encoding: Encoding): string {
  if (encoding === 'utf-8') return bytes.toString('utf8');
  if (encoding === 'latin1') return bytes.toString('latin1');
  const even = bytes.subarray(0, bytes.length & ~1);
  return (encoding === 'utf-16be' ? Buffer.from(even).swap16() : even).toString('utf16le');
}

/** The bytes of a text, or undefined when the encoding cannot hold it. */
export function encode(text: string, encoding: Encoding): Buffer | undefined {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  if (encoding === 'latin1') return /[^\u0000-\u00ff]/.test(text) ? undefined : Buffer.from(text, 'latin1');
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16be' ? bytes.swap16() : bytes;
}

/** The mark of an encoding. */
export function bomOf(encoding: Encoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from([0xef, 0xbb, 0xbf]);
  if (encoding === 'utf-16le') return Buffer.from([0xff, 0xfe]);
  return encoding === 'utf-16be' ? Buffer.from([0xfe, 0xff]) : Buffer.alloc(0);
}

/** The last position up to `end` where no UTF-8 character is cut. Bytes that are no UTF-8 are left alone. */
export function utf8Boundary(bytes: Buffer, end: number): number {
  for (let back = 1; back <= 3 && back <= end; back++) {
    const byte = bytes[end - back] ?? 0;
    if (byte < 0x80) return end;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? end - back : end;
  }
  return end;
}

/** The last position up to `end` where no character of the encoding is cut, counted from the text's first byte. */
export function characterBoundary(bytes: Buffer, end: number, encoding: Encoding): number {
  if (encoding === 'utf-8') return utf8Boundary(bytes, end);
  if (encoding === 'latin1') return end;
  const even = end & ~1;
  const high = bytes[encoding === 'utf-16le' ? even - 1 : even - 2] ?? 0;
  return even >= 2 && high >= 0xd8 && high < 0xdc ? even - 2 : even;
}

/** The first position from `start` where a character begins. */
export function characterStart(bytes: Buffer, start: number, encoding: Encoding): number {
  if (encoding !== 'utf-8') return start;
  let at = start;
  while (at < bytes.length && at < start + 3 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at++;
  return at;
}
