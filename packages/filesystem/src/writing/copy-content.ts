import { closeSync, fchmodSync, fsync, read, write } from 'node:fs';
import { promisify } from 'node:util';
import { failFromOs } from '../access/os-error.ts';
import type { Name, OpenFile, OpenFolder } from '../access/types.ts';

const readAsync = promisify(read);
const writeAsync = promisify(write);
const fsyncAsync = promisify(fsync);
const CHUNK_BYTES = 1024 * 1024;

/**
 * Copies an open file to a new name, with its permission bits, and makes it durable.
 *
 * @returns bytes copied
 * @throws ToolError `already_exists`, `no_space`, …; what was created stays for the caller to remove
 */
export async function copyInto(
  file: OpenFile,
  folder: OpenFolder,
  name: Name,
  signal?: AbortSignal,
): Promise<number> {
  const { shown } = folder.childPlace(name);
  try {
    const fd = folder.createFile(name, 0o600);
    try {
      const bytes = await copyBytes(file, fd, signal);
      fchmodSync(fd, file.stat.mode & 0o777);
      await fsyncAsync(fd);
      return bytes;
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    return failFromOs(error, shown);
  }
}

async function copyBytes(file: OpenFile, into: number, signal: AbortSignal | undefined): Promise<number> {
  const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(4096, file.stat.size)));
  let position = 0;
  for (;;) {
    signal?.throwIfAborted();
    const { bytesRead } = await readAsync(file.fd, chunk, 0, chunk.length, position);
    if (bytesRead === 0) return position;
    for (let at = 0; at < bytesRead; ) {
      at += (await writeAsync(into, chunk, at, bytesRead - at, position + at)).bytesWritten;
    }
    position += bytesRead;
  }
}
