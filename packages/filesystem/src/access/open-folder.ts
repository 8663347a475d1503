import { isUtf8 } from 'node:buffer';
import {
  closeSync,
  type Dirent,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  type Stats,
} from 'node:fs';
import { join } from 'node:path';
import { fail, ToolError } from '@portolan/runtime';
import { showBytes, showPath } from '../roots/show.ts';
import type { Place, Roots } from '../roots/types.ts';
import { createFileByPath, makeFolderByPath } from './create-by-path.ts';
import { BASE_FLAGS, CREATE_FLAGS, hasProc, READ_FLAGS } from './flags.ts';
import { refuseMasked } from './guard.ts';
import type { HardLinks } from './links.ts';
import { isLarge, NameList, readOneByOne } from './name-list.ts';
import { openFileFrom } from './open-file.ts';
import { failFromOs, osCode } from './os-error.ts';
import type { Entry, Kind, Name, OpenFile, OpenFolder } from './types.ts';
import { whereIs } from './where.ts';

/** What a pinned folder needs to open what is in it. */
export interface FolderContext {
  readonly roots: Roots;
  readonly hardLinks: HardLinks | undefined;
  /** Opens by path what turned out to be a link. */
  readonly openThroughLink: (path: string) => OpenFile;
}

/** A pinned folder over a verified descriptor, which it takes over. */
export class PinnedFolder implements OpenFolder {
  readonly fd: number;
  readonly place: Place;
  readonly #context: FolderContext;
  #open = true;

  constructor(fd: number, place: Place, context: FolderContext) {
    this.fd = fd;
    this.place = place;
    this.#context = context;
  }

  /** The folder itself as a path for file system calls: through the descriptor where the system can. */
  get base(): string {
    if (hasProc) return `/proc/self/fd/${this.fd}`;
    this.#confirmPlace();
    return this.place.real;
  }

  /** Without `/proc` a swap is noticed only up to this moment: the call that follows goes by path. */
  #confirmPlace(): void {
    const { real, shown } = this.place;
    if (whereIs(this.fd, real) !== real) {
      fail('conflict', `${shown} was replaced during the call.`, { next: 'Call again.' });
    }
  }

  entries(): readonly Entry[] {
    try {
      const found = readdirSync(this.base, { withFileTypes: true });
      return found.some((entry) => entry.name.includes('\ufffd'))
        ? this.#entriesInBytes()
        : found.map(toEntry);
    } catch (error) {
      return failFromOs(error, this.place.shown);
    }
  }

  eachEntry(): Iterable<Entry> {
    try {
      return (isLarge(fstatSync(this.fd).size) ? this.#nameList() : undefined) ?? this.entries();
    } catch (error) {
      return failFromOs(error, this.place.shown);
    }
  }

  /** Undefined where a name is not UTF-8, which must be kept in bytes. */
  #nameList(): Iterable<Entry> | undefined {
    const list = new NameList<Entry>((name, kind) => ({ name, kind }));
    for (const entry of readOneByOne(this.base)) {
      if (entry.name.includes('\ufffd')) return undefined;
      list.add(entry.name, kindOfDirent(entry));
    }
    return list.sort();
  }

  #entriesInBytes(): readonly Entry[] {
    return readdirSync(this.base, { withFileTypes: true, encoding: 'buffer' }).map((entry) => {
      const kind = kindOfDirent(entry);
      const name = entry.name.toString('utf8');
      return isUtf8(entry.name) ? { name, kind } : { name, kind, bytes: entry.name };
    });
  }

  child(name: Name): Name {
    if (!isSegment(name)) fail('invalid_arguments', `${this.childPlace(name).shown} is not a single name.`);
    return typeof name === 'string'
      ? `${this.base}/${name}`
      : Buffer.concat([Buffer.from(`${this.base}/`), name]);
  }

  createFile(name: Name, mode: number): number {
    return hasProc ? openSync(this.child(name), CREATE_FLAGS, mode) : createFileByPath(this, name, mode);
  }

  makeFolder(name: Name, mode = 0o777): void {
    if (hasProc) mkdirSync(this.child(name), mode);
    else makeFolderByPath(this, name, mode);
  }

  childPlace(name: Name): Place {
    const { root, real, relative, path } = this.place;
    const decoded = typeof name === 'string' ? name : name.toString('utf8');
    const below = relative === '' ? decoded : `${relative}/${decoded}`;
    const shown = typeof name === 'string' ? showPath(below) : `${showPath(relative)}/${showBytes(name)}`;
    return { root, real: join(real, decoded), relative: below, path: join(path, decoded), shown };
  }

  statChild(name: Name): Stats | undefined {
    try {
      return lstatSync(this.child(name), { throwIfNoEntry: false });
    } catch (error) {
      return failFromOs(error, this.childPlace(name).shown);
    }
  }

  openFile(name: Name): OpenFile {
    const place = this.childPlace(name);
    refuseMasked(this.#context.roots, place);
    const fd = this.#openChild(name, READ_FLAGS, place);
    return fd === undefined ? this.#context.openThroughLink(place.path) : this.#take(fd, place);
  }

  openOwnFile(name: string): OpenFile {
    const place = this.childPlace(name);
    const fd = this.#openChild(name, READ_FLAGS, place);
    return fd === undefined ? fail('unsupported', `${place.shown} is a link.`) : this.#take(fd, place);
  }

  #take(fd: number, place: Place): OpenFile {
    return openFileFrom(fd, place, (stat) => {
      if (stat.nlink > 1) this.#context.hardLinks?.check(place, stat);
    });
  }

  openFolder(name: Name): OpenFolder {
    const place = this.childPlace(name);
    try {
      return this.#pin(openSync(this.child(name), BASE_FLAGS), name, place);
    } catch (error) {
      return failFromOs(error, place.shown);
    }
  }

  tryOpenFolder(name: Name): OpenFolder | undefined {
    try {
      return this.#pin(openSync(this.child(name), BASE_FLAGS), name, this.childPlace(name));
    } catch (error) {
      if (osCode(error) === undefined && !(error instanceof ToolError)) throw error;
      return undefined;
    }
  }

  #pin(fd: number, name: Name, place: Place): OpenFolder {
    this.#verify(fd, name, place);
    return new PinnedFolder(fd, place, this.#context);
  }

  /** Undefined when the entry is a link. */
  #openChild(name: Name, flags: number, place: Place): number | undefined {
    try {
      const fd = openSync(this.child(name), flags);
      this.#verify(fd, name, place);
      return fd;
    } catch (error) {
      if (osCode(error) === 'ELOOP') return undefined;
      return failFromOs(error, place.shown);
    }
  }

  /** Where a folder cannot be entered through its descriptor, its path may have been swapped: compare. */
  #verify(fd: number, name: Name, place: Place): void {
    if (hasProc || typeof name !== 'string') return;
    try {
      if (whereIs(fd, place.real) === place.real) return;
      fail('conflict', `${place.shown} was replaced during the call.`, { next: 'Call again.' });
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  [Symbol.dispose](): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.fd);
  }
}

function isSegment(name: Name): boolean {
  if (name.length === 0 || name.includes('/') || name.includes('\0')) return false;
  return typeof name !== 'string' || (name !== '.' && name !== '..');
}

const toEntry = (entry: Dirent): Entry => ({ name: entry.name, kind: kindOfDirent(entry) });

function kindOfDirent(entry: Dirent | Dirent<Buffer>): Kind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  return entry.isSymbolicLink() ? 'symlink' : 'special';
}
