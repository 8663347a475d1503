import { readSync } from 'node:fs';
import { fail } from '@portolan/runtime';
import { failFromOs } from '../access/os-error.ts';
import type { OpenFile } from '../access/types.ts';
import { contentHash, identityHash, SMALL_BYTES } from './hash.ts';

/** One buffer for all small reads: it is filled and used up within one synchronous turn. */
const pool = Buffer.allocUnsafeSlow(SMALL_BYTES + 1);

/**
 * Reads until the buffer is full or the file ends: where it ended when it was opened, which saves asking the
 * kernel again, or where reading finds the end of one that has become shorter. What says it is empty, as
 * files of the kernel do, is asked.
 */
function readFully(file: OpenFile, into: Buffer, position: number): number {
  const known = file.stat.size - position;
  const wanted = known > 0 && known < into.length ? known : into.length;
  let filled = 0;
  try {
    while (filled < wanted) {
      const count = readSync(file.fd, into, filled, wanted - filled, position + filled);
      if (count === 0) break;
      filled += count;
    }
  } catch (error) {
    failFromOs(error, file.place.shown);
  }
  return filled;
}

/**
 * A small file's whole content, in a buffer that the next small read overwrites: use it up in the same
 * turn, or copy it. Undefined when the file is larger than `SMALL_BYTES`.
 */
export function readSmall(file: OpenFile): Buffer | undefined {
  if (file.stat.size > SMALL_BYTES) return undefined;
  const length = readFully(file, pool, 0);
  return length > SMALL_BYTES ? undefined : pool.subarray(0, length);
}

/**
 * A part of a file.
 *
 * @throws ToolError `conflict` when the file became shorter since it was opened
 */
export function readPart(file: OpenFile, start: number, end: number): Buffer {
  const part = Buffer.allocUnsafe(Math.max(0, end - start));
  const length = readFully(file, part, start);
  if (length < part.length && end <= file.stat.size) becameShorter(file);
  return part.subarray(0, length);
}

/** Ends a read of a file that was cut meanwhile. @throws ToolError `conflict` */
export const becameShorter = (file: OpenFile): never =>
  fail('conflict', `${file.place.shown} became shorter while it was read.`, { next: 'Read it again.' });

/** The hash that `ifMatch` compares: of the content when it is small, else of the file's identity. */
export function hashOf(file: OpenFile): string {
  const small = readSmall(file);
  return small === undefined ? identityHash(file.fd) : contentHash(small);
}
