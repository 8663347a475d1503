import type { Encoding } from './encoding.ts';

/**
 * The position after the next line feed from a position, or -1 when there is none.
 *
 * @param bytes begins at a code unit
 */
export function afterNewline(bytes: Buffer, from: number, encoding: Encoding): number {
  if (encoding === 'utf-8' || encoding === 'latin1') {
    const at = bytes.indexOf(10, from);
    return at === -1 ? -1 : at + 1;
  }
  const low = encoding === 'utf-16le' ? 0 : 1;
  for (let at = bytes.indexOf(10, from); at !== -1; at = bytes.indexOf(10, at + 1)) {
    const start = at - low;
    if (start >= from && (start & 1) === 0 && bytes[start + (1 - low)] === 0 && start + 2 <= bytes.length) {
      return start + 2;
    }
  }
  return -1;
}

/** The position after the last line feed that ends at or before a position, or -1 when there is none. */
export function lastAfterNewline(bytes: Buffer, before: number, encoding: Encoding): number {
  if (encoding === 'utf-8' || encoding === 'latin1') {
    return before <= 0 ? -1 : bytes.lastIndexOf(10, before - 1) + 1 || -1;
  }
  const low = encoding === 'utf-16le' ? 0 : 1;
  for (let at = (before & ~1) - 2; at >= 0; at -= 2) {
    if (bytes[at + low] === 10 && bytes[at + 1 - low] === 0) return at + 2;
  }
  return -1;
}

/** Line feeds in a part. */
export function countNewlines(bytes: Buffer, encoding: Encoding): number {
  let count = 0;
  if (encoding === 'utf-8' || encoding === 'latin1') {
    for (let at = 0; at < bytes.length; at++) if (bytes[at] === 10) count++;
    return count;
  }
  for (let at = afterNewline(bytes, 0, encoding); at !== -1; at = afterNewline(bytes, at, encoding)) count++;
  return count;
}

/** The end of the first `lines` lines from a position, or -1 when the part ends before. */
export function endOfLines(bytes: Buffer, from: number, lines: number, encoding: Encoding): number {
  let at = from;
  for (let line = 0; line < lines; line++) {
    at = afterNewline(bytes, at, encoding);
    if (at === -1) return -1;
  }
  return at;
}

/**
 * The start of the last `lines` lines, or -1 when the part begins in the middle of them. A line feed at
 * the very end closes the last line and begins no other.
 */
export function startOfLastLines(bytes: Buffer, lines: number, encoding: Encoding): number {
  const unit = encoding.startsWith('utf-16') ? 2 : 1;
  const closed = lastAfterNewline(bytes, bytes.length, encoding) === bytes.length && bytes.length > 0;
  let at = closed ? bytes.length - unit : bytes.length;
  for (let line = 0; line < lines; line++) {
    const start = lastAfterNewline(bytes, at, encoding);
    if (start === -1) return -1;
    if (line === lines - 1) return start;
    at = start - unit;
  }
  return -1;
}
