import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { type ChainHead, newChain, parseLine } from '../chain.ts';

const firstWindow = 64 * 1024;
/** A torn line is at most one batch; a file whose last 16 MiB hold no record is no audit log. */
const largestWindow = 16 * 1024 * 1024;
const lineFeed = 0x0a;

/** Where an existing file's chain stands. */
export interface Tail {
  readonly head: ChainHead;
  /** Whether the file's last byte is something else than a line feed. */
  readonly needsLineFeed: boolean;
  /** What follows the last record: a line that was being written when the process or machine stopped. */
  readonly torn?: { readonly tornBytes: number; readonly tornSha256: string };
}

/**
 * Reads an audit file from its end back to its last record, so the time does not grow with the file.
 *
 * @throws Error when the file is something else than an audit log
 */
export async function readTail(handle: FileHandle, size: number): Promise<Tail> {
  if (size === 0) return { head: newChain(), needsLineFeed: false };
  for (let window = Math.min(firstWindow, size); ; window = Math.min(window * 4, size, largestWindow)) {
    const bytes = await readAt(handle, size - window, window);
    const tail = lastRecord(bytes, window === size);
    if (tail !== undefined) return tail;
    if (window === size) return withoutRecord(bytes);
    if (window >= largestWindow) throw new Error('The file is not an audit log.');
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

function lastRecord(bytes: Buffer, whole: boolean): Tail | undefined {
  let end = bytes.length;
  while (end > 0) {
    const start = bytes.lastIndexOf(lineFeed, end - 1) + 1;
    if (start === 0 && !whole) return undefined;
    const record = parseLine(bytes.toString('utf8', start, end));
    if (record !== undefined) {
      const head = { chain: record.chain, seq: record.seq, hash: record.hash };
      const after = bytes.subarray(Math.min(end + 1, bytes.length));
      const needsLineFeed = bytes.at(-1) !== lineFeed;
      return after.length === 0
        ? { head, needsLineFeed }
        : { head, needsLineFeed: true, torn: describeTorn(after) };
    }
    end = start - 1;
  }
  return undefined;
}

/** A file without any record is one whose first line was torn, or not ours at all. */
function withoutRecord(bytes: Buffer): Tail {
  if (bytes[0] !== 0 && !bytes.toString('latin1', 0, 11).startsWith('{"'.slice(0, bytes.length))) {
    throw new Error('The file is not an audit log.');
  }
  return { head: newChain(), needsLineFeed: true, torn: describeTorn(bytes) };
}

function describeTorn(bytes: Buffer): { tornBytes: number; tornSha256: string } {
  return { tornBytes: bytes.length, tornSha256: createHash('sha256').update(bytes).digest('hex') };
}
