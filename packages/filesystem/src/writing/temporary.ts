import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsync,
  type Stats,
  unlinkSync,
  write,
  writeSync,
} from 'node:fs';
import { promisify } from 'node:util';
import { fail, ToolError } from '@portolan/runtime';
import { failFromOs, osCode } from '../access/os-error.ts';
import { temporaryName } from '../access/temporary-name.ts';
import type { OpenFolder, Target } from '../access/types.ts';
import { type LongText, partsOf } from './long-text.ts';

const writeAsync = promisify(write);
const fsyncAsync = promisify(fsync);

/** Content up to this size is written in one synchronous turn. */
const SYNC_BYTES = 256 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/** A new file beside the target that becomes the target, or disappears. */
export class TemporaryFile implements AsyncDisposable {
  readonly name = temporaryName();
  readonly fd: number;
  readonly #target: Target;
  #kept = false;

  /**
   * @param mode permission bits; the umask applies. 0600 for a file that will get another one's mode
   */
  constructor(target: Target, mode: number) {
    this.#target = target;
    try {
      this.fd = target.folder.createFile(this.name, mode);
    } catch (error) {
      // The temporary name is ours; the caller knows only the target.
      failFromOs(error, target.place.shown);
    }
  }

  async write(content: Buffer | LongText): Promise<void> {
    try {
      if (content instanceof Buffer && content.length <= SYNC_BYTES) writeAll(this.fd, content);
      else for (const part of partsOf(content)) await this.#writeInChunks(part);
      await fsyncAsync(this.fd);
    } catch (error) {
      failFromOs(error, this.#target.place.shown);
    }
  }

  async #writeInChunks(content: Buffer): Promise<void> {
    for (let at = 0; at < content.length; ) {
      const { bytesWritten } = await writeAsync(
        this.fd,
        content,
        at,
        Math.min(CHUNK_BYTES, content.length - at),
      );
      at += bytesWritten;
    }
  }

  /** Gives the file the owner and permission bits of the one it will replace; like a write, it clears set-id bits. */
  adopt(previous: Stats): void {
    try {
      if (!isOwnedLike(this.fd, previous)) fchownSync(this.fd, previous.uid, previous.gid);
      fchmodSync(this.fd, previous.mode & 0o777);
    } catch (error) {
      const { shown } = this.#target.place;
      if (osCode(error) !== 'EPERM') failFromOs(error, shown);
      fail('permission_denied', `${shown} belongs to another user, and replacing it would change its owner.`);
    }
  }

  /** Tells that the file has its final name, so that it is not removed. */
  keep(): void {
    this.#kept = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    closeSync(this.fd);
    if (!this.#kept) removeQuietly(this.#target.folder, this.name);
  }
}

/** Removes a name if it is there. In a folder that was replaced it stays, and a later sweep finds it. */
export function removeQuietly(folder: OpenFolder, name: string): void {
  try {
    unlinkSync(folder.child(name));
  } catch (error) {
    const isReplaced = error instanceof ToolError && error.code === 'conflict';
    if (!isReplaced && osCode(error) !== 'ENOENT') throw error;
  }
}

/** Writes all of a buffer at the place of the descriptor, in one synchronous turn. */
export function writeAll(fd: number, content: Buffer): void {
  for (let at = 0; at < content.length; ) at += writeSync(fd, content, at);
}

function isOwnedLike(fd: number, previous: Stats): boolean {
  const { uid, gid } = fstatSync(fd);
  return uid === previous.uid && gid === previous.gid;
}
