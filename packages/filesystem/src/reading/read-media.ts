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

/** Read at once, between two looks at whether the caller is still there. */
const CHUNK_BYTES = 192 * 1024;
/** Of the beginning, by which a kind of file is known. */
const HEAD_BYTES = 16;

/** Largest file given as base64 unless the operator sets another: 13 MB of text for the model is plenty. */
export const DEFAULT_MEDIA_BYTES = 10 * 1024 * 1024;

/** A whole file as base64; `size` is in bytes, before that. */
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

/** The file is held once, and only until its text is made: the text is all that an answer needs. */
async function toBase64(file: OpenFile, size: number, signal: AbortSignal | undefined) {
  const bytes = Buffer.allocUnsafeSlow(size);
  for (let position = 0; position < size; position += CHUNK_BYTES) {
    signal?.throwIfAborted();
    await fill(file, bytes.subarray(position, position + CHUNK_BYTES), position);
  }
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES));
  const data = bytes.toString('base64');
  // Gives the memory back now and not when it is next collected.
  bytes.buffer.transfer(0);
  return { data, head };
}

async function fill(file: OpenFile, chunk: Buffer, position: number): Promise<void> {
  for (let filled = 0; filled < chunk.length; ) {
    const { bytesRead } = await readAsync(
      file.fd,
      chunk,
      filled,
      chunk.length - filled,
      position + filled,
    ).catch((error: unknown) => failFromOs(error, file.place.shown));
    if (bytesRead === 0) becameShorter(file);
    filled += bytesRead;
  }
}
