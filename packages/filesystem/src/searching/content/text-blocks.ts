import { readSync } from 'node:fs';

/** Bytes read at once. A longer line is searched in pieces of this size, so that no single step is long. */
export const blockBytes = 256 * 1024;

const newline = 0x0a;

/** A run of whole lines of a file. */
export interface TextBlock {
  /** Whether the bytes hold a text; costs far less than decoding. */
  mayHold(text: Buffer): boolean;
  decode(): string;
  /** Lines that end in this block. */
  countLines(): number;
}

type Decoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** The beginning of a file in a buffer that is used again for the next file. */
export interface FileStart {
  readonly fd: number;
  readonly buffer: Buffer;
  readonly filled: number;
  /** Whether the buffer holds the whole file. */
  readonly isWhole: boolean;
}

/**
 * Reads until the buffer is full or the file ends, which only an empty read shows on every file system.
 *
 * @param endsShort whether a read that gives less than was asked for shows it too
 */
export function readStart(fd: number, buffer: Buffer, endsShort: boolean): FileStart {
  let filled = 0;
  while (filled < buffer.length) {
    const read = readSync(fd, buffer, filled, buffer.length - filled, null);
    filled += read;
    const isEnd = read === 0 || (endsShort && filled < buffer.length);
    if (isEnd) return { fd, buffer, filled, isWhole: true };
  }
  return { fd, buffer, filled, isWhole: false };
}

/**
 * Whether a file surely has no match, by its bytes alone. Most files end here, so nothing is made for them.
 *
 * @param required what every match holds, as UTF-8
 */
export function surelyLacks({ buffer, filled, isWhole }: FileStart, required: Buffer): boolean {
  if (filled === 0) return true;
  if (!isWhole || required.length === 0 || byteOrderMark(buffer, filled).decoding !== 'utf-8') return false;
  return !buffer.subarray(0, filled).includes(required);
}

/**
 * Reads a file as blocks of whole lines into the same buffer. UTF-16 with a byte order mark is decoded.
 * A block is valid until the next one is asked for. Nothing comes where the file is binary: it holds a
 * NUL in its first block.
 */
export function* readTextBlocks(start: FileStart): Generator<TextBlock, void> {
  const { fd, buffer, isWhole } = start;
  let filled = start.filled;
  const { decoding, skip } = byteOrderMark(buffer, filled);
  if (decoding !== 'utf-8') {
    yield* readWideBlocks(fd, buffer, filled, decoding);
    return;
  }
  if (buffer.subarray(0, filled).includes(0)) return;
  let from = skip;
  while (filled > from) {
    const end = isWhole ? filled : endOfLines(buffer, filled);
    yield bytesBlock(buffer.subarray(from, end));
    if (isWhole) return;
    buffer.copyWithin(0, end, filled);
    const rest = filled - end;
    const read = readSync(fd, buffer, rest, buffer.length - rest, null);
    if (read === 0 && rest > 0) yield bytesBlock(buffer.subarray(0, rest));
    filled = read === 0 ? 0 : rest + read;
    from = 0;
  }
}

function byteOrderMark(buffer: Buffer, filled: number): { decoding: Decoding; skip: number } {
  const [a, b, c] = buffer;
  if (filled >= 2 && a === 0xff && b === 0xfe) return { decoding: 'utf-16le', skip: 2 };
  if (filled >= 2 && a === 0xfe && b === 0xff) return { decoding: 'utf-16be', skip: 2 };
  return { decoding: 'utf-8', skip: filled >= 3 && a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0 };
}

/** After the last line break; where there is none, before a character that may be cut. */
function endOfLines(buffer: Buffer, filled: number): number {
  const last = buffer.lastIndexOf(newline, filled - 1);
  if (last >= 0) return last + 1;
  let start = filled - 1;
  while (start > filled - 4 && ((buffer[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  return (buffer[start] ?? 0) < 0x80 ? filled : start;
}

function bytesBlock(bytes: Buffer): TextBlock {
  return {
    mayHold: (text) => bytes.includes(text),
    decode: () => bytes.toString('utf8'),
    countLines() {
      let lines = 0;
      for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) lines += 1;
      return lines;
    },
  };
}

function* readWideBlocks(
  fd: number,
  buffer: Buffer,
  first: number,
  decoding: Decoding,
): Generator<TextBlock, void> {
  const decoder = new TextDecoder(decoding);
  let rest = '';
  for (let filled = first; filled > 0; filled = readSync(fd, buffer, 0, buffer.length, null)) {
    const text = rest + decoder.decode(buffer.subarray(0, filled), { stream: true });
    const end = text.length > buffer.length ? text.length : text.lastIndexOf('\n') + 1;
    rest = text.slice(end);
    if (end > 0) yield stringBlock(text.slice(0, end));
  }
  rest += decoder.decode();
  if (rest !== '') yield stringBlock(rest);
}

function stringBlock(text: string): TextBlock {
  return {
    mayHold: (bytes) => text.includes(bytes.toString('utf8')),
    decode: () => text,
    countLines: () => text.split('\n').length - 1,
  };
}
