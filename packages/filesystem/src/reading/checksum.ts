import { createHash } from 'node:crypto';
import { read } from 'node:fs';
import { promisify } from 'node:util';
import { failFromOs } from '../access/os-error.ts';
import type { Access, OpenFile } from '../access/types.ts';

const readAsync = promisify(read);
const CHUNK_BYTES = 1024 * 1024;

/** What `get_checksum` offers; the last two for comparing with lists that others made. */
export const checksumAlgorithms = ['sha256', 'sha512', 'sha1', 'md5'] as const;
/** A digest that `checksum` makes. */
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

/** The digest of a whole file; `size` in bytes. */
export interface Checksum {
  /** Absolute, below the root as the operator spelled it. */
  readonly path: string;
  readonly algorithm: ChecksumAlgorithm;
  /** Hexadecimal, lower case. */
  readonly checksum: string;
  readonly size: number;
}

/** The checksum of a whole file of any size, in chunks. */
export async function checksum(
  access: Access,
  path: string,
  algorithm: ChecksumAlgorithm = 'sha256',
  signal?: AbortSignal,
): Promise<Checksum> {
  using file = access.openFile(path);
  const { digest, size } = await digestOf(file, algorithm, signal);
  return { path: file.place.path, algorithm, checksum: digest, size };
}

/** Reads an open file to its end, wherever that is by then. */
export async function digestOf(file: OpenFile, algorithm: ChecksumAlgorithm, signal?: AbortSignal) {
  const digest = createHash(algorithm);
  const chunk = Buffer.allocUnsafe(Math.max(1, Math.min(CHUNK_BYTES, file.stat.size)));
  let size = 0;
  for (;;) {
    signal?.throwIfAborted();
    const { bytesRead } = await readAsync(file.fd, chunk, 0, chunk.length, size).catch((error: unknown) =>
      failFromOs(error, file.place.shown),
    );
    if (bytesRead === 0) return { digest: digest.digest('hex'), size };
    digest.update(chunk.subarray(0, bytesRead));
    size += bytesRead;
  }
}
