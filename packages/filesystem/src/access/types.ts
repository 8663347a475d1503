import type { Stats } from 'node:fs';
import type { Candidate, FollowSymlinks, PermitsPath, Place, Roots } from '../roots/types.ts';

/** What links may lead to. */
export interface AccessOptions {
  /** Default `inside`. */
  readonly followSymlinks?: FollowSymlinks;
  /**
   * What to do with a file that has several hard links. `inside` (default): it is used when all of its
   * names were seen inside the roots, otherwise refused, because its content may belong to an outside
   * file. `allow`: always used.
   */
  readonly hardLinks?: 'inside' | 'allow';
}

/** `special`: device, FIFO or socket. */
export type Kind = 'file' | 'directory' | 'symlink' | 'special';

/** A regular file whose real place was verified after it was opened. Reading `fd` reads that file, whatever is swapped. */
export interface OpenFile extends Disposable {
  readonly fd: number;
  readonly place: Place;
  /** Taken from the descriptor when it was opened. */
  readonly stat: Stats;
}

/** One name of a folder, as the file system lists it. */
export interface Entry {
  /** As decoded; bytes that are not UTF-8 are replaced, see `bytes`. Not escaped: show it with `showName`. */
  readonly name: string;
  readonly kind: Kind;
  /** Only for a name that is not valid UTF-8. */
  readonly bytes?: Buffer;
}

/** A single name: text, or bytes where they are not UTF-8. */
export type Name = string | Buffer;

/**
 * A folder pinned by a descriptor. On Linux what is reached through it is in it, even when its path is
 * swapped meanwhile; elsewhere entries are reached by path and compared afterwards.
 */
export interface OpenFolder extends Disposable {
  readonly fd: number;
  readonly place: Place;
  /** The folder itself as a path for file system calls: through the descriptor where the system can. */
  readonly base: string;
  /** Entries in the order of the file system. Synchronous; 50,000 take about 50 ms. */
  entries(): readonly Entry[];
  /** The same to go through once: of a large folder no more is held than the names, and they come sorted. */
  eachEntry(): Iterable<Entry>;
  /** A path for file system calls on one entry. Final links are followed by calls that follow: use `O_NOFOLLOW` or `lstat`. */
  child(name: Name): Name;
  /**
   * Creates a file that does not exist and gives its descriptor.
   *
   * @throws ToolError `conflict` where the folder was replaced; NodeJS.ErrnoException, `EEXIST` for a name that is taken
   */
  createFile(name: Name, mode: number): number;
  /** Makes a sub-folder. Throws as `createFile` does. @param mode default 0777; the umask applies */
  makeFolder(name: Name, mode?: number): void;
  /** The place of an entry; for one that is a link, the place of the link itself. */
  childPlace(name: Name): Place;
  /** Stat of an entry without following it, or undefined when there is none. */
  statChild(name: Name): Stats | undefined;
  /**
   * Opens a regular file in the folder; a link is followed as the access options say.
   *
   * @throws ToolError `not_found`, `forbidden`, `outside_roots`, `unsupported`, `permission_denied`
   */
  openFile(name: Name): OpenFile;
  /** Opens a file this server itself keeps in the folder, past the masks; never through a link. */
  openOwnFile(name: string): OpenFile;
  /**
   * Opens a sub-folder; never through a link, so a walk cannot loop or leave.
   *
   * @throws ToolError `not_found`, `forbidden`, `unsupported`, `permission_denied`
   */
  openFolder(name: Name): OpenFolder;
  /** The same for a walk: undefined for what cannot be entered (removed, a link, no permission). */
  tryOpenFolder(name: Name): OpenFolder | undefined;
}

/** What a path names, links resolved. */
export interface Look {
  readonly place: Place;
  readonly stat: Stats;
  readonly kind: Kind;
  /** Whether the path itself is a symbolic link; `place` and `stat` are its target's. */
  readonly throughLink: boolean;
}

/** A name in a pinned folder: the target of a write. */
export interface Target extends Disposable {
  readonly folder: OpenFolder;
  readonly name: string;
  readonly place: Place;
  /** Of what has the name now, not followed; undefined when it is free. */
  readonly stat: Stats | undefined;
}

/** How the end of a path to write to is taken. */
export interface TargetOptions {
  /** Whether a final link stands for its target (write into it) or for itself (move, delete). Default `true`. */
  readonly followLink?: boolean;
  /** Whether missing parents are made. Default `false`. */
  readonly makeParents?: boolean;
}

/** The only way from a caller's path to a file. Every method opens first and asks the kernel afterwards. */
export interface Access {
  readonly roots: Roots;
  readonly options: Required<AccessOptions>;
  /** @throws ToolError `not_found`, `outside_roots`, `forbidden`, `unsupported`, `permission_denied` */
  openFile(path: string): OpenFile;
  /** @throws ToolError `not_found`, `outside_roots`, `unsupported` (no folder), `permission_denied` */
  openFolder(path: string): OpenFolder;
  /** Looks at anything, without needing the right to read it. */
  look(path: string): Look;
  /** Pins the folder a write goes to. */
  target(path: string, options?: TargetOptions): Target;
  /** Makes a folder and its parents; answers how many were made. */
  makeFolder(path: string): { readonly place: Place; readonly made: number };
  /** The text checks alone, for a message or a policy. */
  candidate(path: string): Candidate;
  /** The same access to fewer folders. */
  narrow(folders: readonly string[]): Access;
  /** The same access without the paths that a policy does not permit. */
  restrict(permits: PermitsPath): Access;
}
