import { closeSync, fchmodSync, read, readSync, write } from 'node:fs';
import { promisify } from 'node:util';
import { failFromOs } from '../access/os-error.ts';
import type { Name, OpenFile, OpenFolder } from '../access/types.ts';
import { Flushes } from './flushes.ts';
import { writeAll } from './temporary.ts';

const readAsync = promisify(read);
const writeAsync = promisify(write);
const CHUNK_BYTES = 1024 * 1024;
/** Read and written in one synchronous turn: a turn through the threads costs more than so small a file. */
const SYNC_BYTES = 64 * 1024;

/** Where a copy goes. */
export interface CopyInto {
  readonly folder: OpenFolder;
  readonly name: Name;
  /** Takes over what was written. */
  readonly flushes: Flushes;
}

/**
 * Copies an open file to a new name, with its permission bits, and makes it durable.
 *
 * @returns bytes copied
 * @throws ToolError `already_exists`, `no_space`, …; what was created stays for the caller to remove
 */
export async function copyOne(
  file: OpenFile,
  folder: OpenFolder,
  name: Name,
  signal?: AbortSignal,
): Promise<number> {
  await using flushes = new Flushes();
  const bytes = await copyInto(file, { folder, name, flushes }, signal);
  await flushes.settled();
  return bytes;
}

/** As `copyOne`, but it is durable only when its flushes have settled. */
export async function copyInto(
  file: OpenFile,
  { folder, name, flushes }: CopyInto,
  signal?: AbortSignal,
): Promise<number> {
  const { shown } = folder.childPlace(name);
  try {
    const fd = folder.createFile(name, 0o600);
    let bytes: number;
    try {
      bytes = await copyBytes(file, fd, signal);
      fchmodSync(fd, file.stat.mode & 0o777);
    } catch (error) {
      closeSync(fd);
      throw error;
    }
    await flushes.add(fd, shown);
    return bytes;
  } catch (error) {
    return failFromOs(error, shown);
  }
}

async function copyBytes(file: OpenFile, into: number, signal: AbortSignal | undefined): Promise<number> {
  if (file.stat.size > SYNC_BYTES) return copyChunks(file, into, 0, signal);
  const chunk = Buffer.allocUnsafe(SYNC_BYTES);
  const bytesRead = readSync(file.fd, chunk, 0, chunk.length, 0);
  writeAll(into, chunk.subarray(0, bytesRead));
  // It may have grown since it was opened.
  return bytesRead < chunk.length ? bytesRead : copyChunks(file, into, bytesRead, signal);
}

async function copyChunks(
  file: OpenFile,
  into: number,
  from: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let position = from;
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
