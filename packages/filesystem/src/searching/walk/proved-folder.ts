import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  type Stats,
} from 'node:fs';
import { isLarge, readOneByOne } from '../../access/name-list.ts';
import { osCode } from '../../access/os-code.ts';
import { fileFlags, type RawName } from './unproved-file.ts';

const onLinux = process.platform === 'linux';
const folderFlags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * A folder pinned by a descriptor, proved to lie where its path says: a parent that was swapped for a
 * symbolic link between the listing and the open is refused.
 */
export class ProvedFolder {
  readonly fd: number;
  /** Where it lies. */
  readonly real: string;
  /** Leads to the pinned folder whatever happens to its path. */
  readonly #base: string;

  /**
   * @param pinned a descriptor of the folder that was proved to lie there and stays open; without it the folder is opened
   * @throws NodeJS.ErrnoException; `ELOOP` where the path does not lead where it says
   */
  constructor(real: string, pinned?: number) {
    this.real = real;
    this.fd = pinned ?? openSync(real, folderFlags);
    this.#base = onLinux ? `/proc/self/fd/${this.fd}` : real;
    if (pinned === undefined) this.#prove();
  }

  #prove(): void {
    try {
      const actual = onLinux ? readlinkSync(this.#base) : realpathSync.native(this.real);
      if (actual !== this.real) throw movedFolder(this.real);
    } catch (error) {
      closeSync(this.fd);
      throw error;
    }
  }

  /** Whether it is better read `oneByOne` than with `list`. */
  get isLarge(): boolean {
    return isLarge(fstatSync(this.fd).size);
  }

  /** The entries, in no order. */
  list(): Dirent[] {
    return readdirSync(this.#base, { withFileTypes: true });
  }

  /** The same in small parts. */
  oneByOne(): Iterable<Dirent> {
    return readOneByOne(this.#base);
  }

  /** The names as bytes, for folders that hold names that are not UTF-8. */
  listBytes(): Dirent<NonSharedBuffer>[] {
    return readdirSync(this.#base, { withFileTypes: true, encoding: 'buffer' });
  }

  /** A path of one entry that no swapped parent can redirect. */
  entry(name: RawName): string | Buffer {
    return typeof name === 'string'
      ? `${this.#base}/${name}`
      : Buffer.concat([Buffer.from(`${this.#base}/`), name]);
  }

  /** What the system says of one entry, not followed; nothing where it vanished or may not be looked at. */
  stat(name: RawName): Stats | undefined {
    try {
      return lstatSync(this.entry(name), { throwIfNoEntry: false });
    } catch (error) {
      if (osCode(error) === undefined) throw error;
      return undefined;
    }
  }

  /** A descriptor of one entry, surely of this folder. The caller checks its kind and closes it. */
  openFile(name: RawName): number {
    return openSync(this.entry(name), fileFlags);
  }

  close(): void {
    closeSync(this.fd);
  }
}

function movedFolder(real: string): Error {
  return Object.assign(new Error(`not where its path says: ${real}`), { code: 'ELOOP', syscall: 'open' });
}
