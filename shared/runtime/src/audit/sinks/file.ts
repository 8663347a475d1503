import { constants } from 'node:fs';
import { type FileHandle, open, rename, stat } from 'node:fs/promises';
import { dirname, parse } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../../errors/error-code.ts';
import { makeFolder } from '../../private-file/make-folder.ts';
import type { Logger } from '../../telemetry/logger.ts';
import { type ChainHead, newChain } from '../chain.ts';
import type { Checkpointer } from '../checkpointer.ts';
import { errorLabel } from '../error-label.ts';
import { rotatedNumbers, rotatedPath } from '../rotated-files.ts';
import type { AuditSink, Batch, Opened } from '../sink.ts';
import { type FileLock, tryLock } from './lock.ts';
import { readTail } from './tail.ts';

/** How often the path is compared with the open file, to notice an outside log rotation. */
const lookAfterMs = 1000;
/** How long a full pipe may take to be read; then records cannot be written, milliseconds. */
const pipeMs = 2_000;
const pipeLookMs = 10;
/** Processes that can write side by side under one name. */
const mostSlots = 256;

/** The file, when it is rotated, and what signs it. */
export interface FileSinkOptions {
  readonly path: string;
  readonly log: Logger;
  /** Size in bytes after which the file becomes `<file>.1`, `.2`, … (1 is the oldest); never when left out. */
  readonly rotateBytes?: number | undefined;
  readonly checkpointer?: Checkpointer | undefined;
}

interface OpenFile {
  readonly handle: FileHandle;
  readonly path: string;
  readonly inode: bigint;
  readonly regular: boolean;
  size: number;
  lineFeedFirst: boolean;
}

/**
 * Appends to a file. One process writes one file: the first takes `audit.jsonl`, one that finds it
 * locked takes `audit-2.jsonl`, and so on, each with a chain of its own that verifies alone.
 */
export function createFileSink(options: FileSinkOptions): AuditSink {
  return new FileSink(options);
}

class FileSink implements AuditSink {
  readonly #options: FileSinkOptions;
  #slot: { readonly path: string; readonly lock: FileLock | undefined } | undefined;
  #file: OpenFile | undefined;
  #lookedAt = 0;

  constructor(options: FileSinkOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#slot?.path ?? this.#options.path;
  }

  async prepare(last: ChainHead | undefined): Promise<Opened | undefined> {
    const { checkpointer } = this.#options;
    if (checkpointer !== undefined) await checkpointer.settled();
    if (this.#file !== undefined) {
      const { path } = this.#file;
      const full = this.#isFull(this.#file);
      if (!full && (await this.#isInPlace(this.#file))) return undefined;
      await this.#drop();
      if (full) await rename(path, await nextRotated(path));
    }
    this.#slot ??= await takeSlot(this.#options.path, this.#options.log);
    const { file, opened } = await openFile(this.#slot.path, last, checkpointer);
    this.#file = file;
    this.#lookedAt = performance.now();
    return opened;
  }

  async append({ lines, head, durable }: Batch): Promise<void> {
    const file = this.#file;
    if (file === undefined) throw new Error('The audit file is not open.');
    const checkpointer = file.regular ? this.#options.checkpointer : undefined;
    const due = checkpointer?.due(lines.length) ?? false;
    const bytes = Buffer.from((file.lineFeedFirst ? '\n' : '') + lines.join(''));
    try {
      await writeAll(file.handle, bytes);
      if (file.regular && (durable || due)) await file.handle.datasync();
    } catch (error) {
      // What is in a pipe is lost when nobody has it open, so it stays open for who comes to read.
      if (error instanceof PipeFull && (await isSame(file))) file.lineFeedFirst = true;
      else await this.#undo(file);
      throw error;
    }
    file.size += bytes.length;
    file.lineFeedFirst = false;
    const { path, handle } = file;
    if (due) await checkpointer?.sign(path, head);
    else checkpointer?.later({ file: path, head, sync: () => handle.datasync() }, lines.length);
  }

  async close(last: ChainHead | undefined): Promise<void> {
    const file = this.#file;
    const { checkpointer } = this.#options;
    try {
      if (!file?.regular) return;
      await checkpointer?.settled();
      await file.handle.datasync();
      if (last !== undefined) await checkpointer?.closed(file.path, last);
    } finally {
      await this.#drop();
      await this.#slot?.lock?.release();
      this.#slot = undefined;
    }
  }

  #isFull(file: OpenFile): boolean {
    const { rotateBytes } = this.#options;
    return file.regular && rotateBytes !== undefined && file.size >= rotateBytes;
  }

  /** Whether the path still is the open file; looked at once a second. */
  async #isInPlace(file: OpenFile): Promise<boolean> {
    if (!file.regular || performance.now() - this.#lookedAt < lookAfterMs) return true;
    this.#lookedAt = performance.now();
    return isSame(file);
  }

  /** Takes back a part of a batch. What cannot be taken back is found as torn when the file is opened again. */
  async #undo(file: OpenFile): Promise<void> {
    try {
      const { size } = await file.handle.stat();
      if (file.regular && size > file.size) await file.handle.truncate(file.size);
    } catch (error) {
      this.#options.log.warning('audit file keeps a torn line', {
        file: file.path,
        reason: errorLabel(error),
      });
    }
    await this.#drop();
  }

  async #drop(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.handle.close();
  }
}

async function isSame({ path, inode }: OpenFile): Promise<boolean> {
  try {
    return (await stat(path, { bigint: true })).ino === inode;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

async function openFile(
  path: string,
  last: ChainHead | undefined,
  checkpointer: Checkpointer | undefined,
): Promise<{ file: OpenFile; opened: Opened }> {
  // A write to a pipe that nobody reads would never return, nor let the process end. Windows has no such flag.
  const { O_APPEND, O_CREAT, O_RDWR, O_NONBLOCK = 0 } = constants;
  const begun = begin(last);
  // Before the file is there: a log without a checkpoint is never seen.
  if (await isEmpty(path)) await checkpointer?.opened(path, begun.head);
  const handle = await open(path, O_APPEND | O_CREAT | O_RDWR | O_NONBLOCK, 0o600);
  try {
    const found = await handle.stat({ bigint: true });
    const regular = found.isFile();
    const size = regular ? Number(found.size) : 0;
    const tail = await readTail(handle, size);
    if (regular && size === 0) await syncFolder(dirname(path));
    if (size > 0) await checkpointer?.opened(path, tail.head);
    const lineFeedFirst = tail.needsLineFeed;
    return {
      file: { handle, path, inode: found.ino, regular, size, lineFeedFirst },
      opened: size === 0 ? begun : openedAt(tail),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function isEmpty(path: string): Promise<boolean> {
  try {
    const found = await stat(path);
    return found.isFile() && found.size === 0;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return true;
    throw error;
  }
}

function begin(last: ChainHead | undefined): Opened {
  return last === undefined || last.seq === 0
    ? { head: newChain() }
    : { head: last, marker: { phase: 'continued', previous: last.hash } };
}

function openedAt({ head, torn }: Awaited<ReturnType<typeof readTail>>): Opened {
  return torn === undefined
    ? { head }
    : { head, marker: { phase: 'recovered', reason: 'torn_tail', ...torn } };
}

class PipeFull extends Error {
  override readonly name = 'PipeFull';
}

async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  let lastAt = performance.now();
  for (let written = 0; written < bytes.length; ) {
    const took = await writeSome(handle, bytes.subarray(written));
    written += took;
    if (took > 0) lastAt = performance.now();
    else if (performance.now() - lastAt < pipeMs) await sleep(pipeLookMs);
    else throw new PipeFull('Nobody reads the pipe.');
  }
}

/** @returns how many bytes were taken; none by a pipe that is full */
async function writeSome(handle: FileHandle, bytes: Buffer): Promise<number> {
  try {
    return (await handle.write(bytes, 0, bytes.length, null)).bytesWritten;
  } catch (error) {
    if (errorCode(error) === 'EAGAIN') return 0;
    throw error;
  }
}

/** Makes a new file's name survive a power cut. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some file systems and Windows cannot sync a folder; the file itself is synced all the same.
    if (!['EINVAL', 'EPERM', 'EISDIR', 'ENOTSUP'].includes(errorCode(error) ?? '')) throw error;
  } finally {
    await handle.close();
  }
}

async function takeSlot(path: string, log: Logger): Promise<{ path: string; lock: FileLock | undefined }> {
  await makeFolder(dirname(path));
  const existing = await stat(path).catch(() => undefined);
  // A device or pipe has no chain to protect, and a lock beside it could not be made.
  if (existing !== undefined && !existing.isFile()) return { path, lock: undefined };
  for (let slot = 1; slot <= mostSlots; slot++) {
    const candidate = slotPath(path, slot);
    const lock = await tryLock(`${candidate}.lock`);
    if (lock === undefined) continue;
    if (slot > 1) log.info('audit file in use by another process', { file: path, instead: candidate });
    return { path: candidate, lock };
  }
  throw new Error(`All ${mostSlots} audit files beside ${path} are in use.`);
}

/** `audit.jsonl`, `audit-2.jsonl`, … */
function slotPath(path: string, slot: number): string {
  const { dir, name, ext } = parse(path);
  return slot === 1 ? path : `${dir === '' ? '' : `${dir}/`}${name}-${slot}${ext}`;
}

/** After the latest there is, so that the numbers tell the order also where old files were taken away. */
async function nextRotated(path: string): Promise<string> {
  return rotatedPath(path, ((await rotatedNumbers(path)).at(-1) ?? 0) + 1);
}
