import { read } from 'node:fs';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { fail } from '@portolan/runtime';
import { failFromOs } from '../access/os-error.ts';
import type { Access, OpenFile } from '../access/types.ts';
import { becameShorter, hashOf } from './bytes.ts';
import { mimeTypeOf } from './mime-types.ts';

const readAsync = promisify(read);

/** Three bytes are four characters of base64, so parts of this size join without padding. */
const CHUNK_BYTES = 3 * 64 * 1024;

/** Largest file given as base64 unless the operator sets another: 13 MB of text for the model is plenty. */
export const DEFAULT_MEDIA_BYTES = 10 * 1024 * 1024;

export interface Media {
  /** Absolute, below the root as the operator spelled it. */
  readonly path: string;
  /** `file:` URL of the path. */
  readonly uri: string;
  /** The kind of MCP content block it fits. */
  readonly kind: 'image' | 'audio' | 'resource';
  readonly mimeType: string;
  /** Base64. */
  readonly data: string;
  readonly size: number;
  readonly hash: string;
}

/**
 * Reads any file as base64 with its MIME type.
 *
 * @param maxBytes the largest file that is read
 * @throws ToolError `too_large`, `conflict` when it changed size meanwhile, and what opening gives
 */
export async function readMedia(
  access: Access,
  path: string,
  maxBytes = DEFAULT_MEDIA_BYTES,
  signal?: AbortSignal,
): Promise<Media> {
  using file = access.openFile(path);
  const { size } = file.stat;
  if (size > maxBytes) {
    fail('too_large', `${file.place.shown} has ${size} bytes, and at most ${maxBytes} are given as base64.`, {
      next: 'Ask the operator for a larger --max-file-bytes, or use get_file_info for its properties.',
    });
  }
  const hash = hashOf(file);
  const { data, head } = await toBase64(file, size, signal);
  const mimeType = mimeTypeOf(extname(file.place.real), head);
  return {
    path: file.place.path,
    uri: pathToFileURL(file.place.path).href,
    kind: mimeType.startsWith('image/') ? 'image' : mimeType.startsWith('audio/') ? 'audio' : 'resource',
    mimeType,
    data,
    size,
    hash,
  };
}

async function toBase64(file: OpenFile, size: number, signal: AbortSignal | undefined) {
  const parts: string[] = [];
  const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(size, 16)));
  let head: Buffer = Buffer.alloc(0);
  for (let position = 0; position < size; ) {
    signal?.throwIfAborted();
    const filled = await fill(file, chunk, position, size);
    if (position === 0) head = Buffer.from(chunk.subarray(0, Math.min(16, filled)));
    parts.push(chunk.toString('base64', 0, filled));
    position += filled;
  }
  return { data: parts.join(''), head };
}

/** Fills the chunk, or reads to the end: only the last part may have a length that needs padding. */
async function fill(file: OpenFile, chunk: Buffer, position: number, size: number): Promise<number> {
  const wanted = Math.min(chunk.length, size - position);
  let filled = 0;
  while (filled < wanted) {
    const { bytesRead } = await readAsync(file.fd, chunk, filled, wanted - filled, position + filled).catch(
      (error: unknown) => failFromOs(error, file.place.shown),
    );
    if (bytesRead === 0) becameShorter(file);
    filled += bytesRead;
  }
  return filled;
}
