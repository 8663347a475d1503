import type { EntryType } from './archive-entry.ts';

/** POSIX 1003.1: headers are blocks of 512 bytes, and contents are padded to them. */
export const blockBytes = 512;

/** The fields of one tar header; sizes in bytes, time in milliseconds since 1970. */
export interface TarHeader {
  readonly name: string;
  /** The type as its character; see `typeOf`. */
  readonly flag: string;
  readonly size: number;
  readonly modifiedMs: number;
  readonly linkTarget: string;
}

/** Reads one header; nothing where its checksum says it is none. */
export function parseHeader(block: Buffer): TarHeader | undefined {
  if (block.length < blockBytes || numberAt(block, 148, 8) !== checksum(block)) return undefined;
  const size = numberAt(block, 124, 12);
  if (!Number.isSafeInteger(size) || size < 0) return undefined;
  const isPosix = block.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isPosix ? textAt(block, 345, 155) : '';
  const name = textAt(block, 0, 100);
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    flag: String.fromCharCode(block[156] ?? 0),
    size,
    modifiedMs: numberAt(block, 136, 12) * 1_000,
    linkTarget: textAt(block, 157, 100),
  };
}

/** What the type flag of a header means; an old archive marks a folder by its slash alone. */
export function typeOf(flag: string, name: string): EntryType {
  if (flag === '5') return 'directory';
  if (flag === '2') return 'symlink';
  if (flag === '1') return 'hardlink';
  if (flag === '0' || flag === '\0' || flag === '7') return name.endsWith('/') ? 'directory' : 'file';
  return 'other';
}

/** Records `length key=value\n` of an extended header; what is not of that form ends the list. */
export function parseRecords(data: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < data.length; ) {
    const space = data.indexOf(0x20, at);
    const length = Number(data.toString('latin1', at, Math.max(at, space)));
    const equals = data.indexOf(0x3d, space);
    const end = at + length;
    if (space < 0 || !Number.isSafeInteger(length) || equals < space || end <= equals || end > data.length)
      break;
    records.set(data.toString('utf8', space + 1, equals), data.toString('utf8', equals + 1, end - 1));
    at = end;
  }
  return records;
}

/** A text field of a header, up to its NUL. */
export const textAt = (block: Buffer, start: number, length: number): string => {
  const part = block.subarray(start, start + length);
  const end = part.indexOf(0);
  return part.toString('utf8', 0, end < 0 ? part.length : end);
};

/** Octal digits, or GNU's base 256 where the first bit is set. */
function numberAt(block: Buffer, start: number, length: number): number {
  const first = block[start] ?? 0;
  if (first === 0x80) {
    return block.subarray(start + 1, start + length).reduce((sum, byte) => sum * 256 + byte, 0);
  }
  const digits = textAt(block, start, length).trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || '0', 8) : Number.NaN;
}

/** The sum of all bytes, the checksum itself counted as blanks. */
function checksum(block: Buffer): number {
  let sum = 0;
  for (let at = 0; at < blockBytes; at += 1) sum += at >= 148 && at < 156 ? 0x20 : (block[at] ?? 0);
  return sum;
}
