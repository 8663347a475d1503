import type { OwnFile } from '@portolan/runtime';

/** One folder the operator allows. */
export interface Root {
  /** Absolute, as the operator wrote it; what callers see and use. */
  readonly spelled: string;
  /** Absolute, with every symbolic link resolved; what the kernel answers. */
  readonly real: string;
  /** The real path from which deny patterns count: the operator's own folder when a client narrowed it. */
  readonly denyBase: string;
}

/** A caller's path, checked as text only. Nothing is known yet about what is on disk. */
export interface Candidate {
  readonly root: Root;
  /** Absolute, below `root.real`. */
  readonly path: string;
  /** Below the root, `/` between segments; empty for the root itself. */
  readonly relative: string;
  /** For messages: relative, escaped, bounded. */
  readonly shown: string;
}

/** Where something really is, as the kernel said. */
export interface Place {
  readonly root: Root;
  /** Absolute real path. */
  readonly real: string;
  /** Below the root, `/` between segments; empty for the root itself. */
  readonly relative: string;
  /** Absolute, starting with the root as the operator spelled it: what a caller can pass again. */
  readonly path: string;
  /** For messages: relative, escaped, bounded. */
  readonly shown: string;
}

/** `inside`: links are followed when their target is inside an allowed folder. `none`: never. */
export type FollowSymlinks = 'inside' | 'none';

/** What is masked inside the folders. */
export interface RootsOptions {
  /** Patterns masked besides the defaults: globs relative to a root; one without `/` matches at any depth. */
  readonly deny?: readonly string[];
  /** Patterns that are allowed although a deny pattern matches. */
  readonly allow?: readonly string[];
  /** Whether the default deny patterns apply. Default true. */
  readonly defaultDeny?: boolean;
  /** The server's own files, kept from every caller. */
  readonly ownFiles?: readonly OwnFile[];
}

/** Whether a policy permits an absolute path. */
export type PermitsPath = (path: string) => boolean;

/** The folders a caller may use, and what is masked in them. Immutable. */
export interface Roots {
  readonly list: readonly Root[];
  /**
   * Checks a caller's path as text: absolute, relative to the folder that contains it, or `~`.
   *
   * @throws ToolError `invalid_arguments` for a path that is none, `outside_roots` for one that leads out
   */
  resolve(input: string): Candidate;
  /** The place of a real path, or undefined when it is outside every root. */
  locate(real: string): Place | undefined;
  /** The deny pattern that masks a place, or undefined. */
  deniedBy(place: Pick<Place, 'root' | 'real'>): string | undefined;
  /** Whether the policy refuses a place to this caller, or the server keeps it for itself. */
  forbids(place: Pick<Place, 'root' | 'real'>): boolean;
  /** Whether a place is, or lies in, the trash. */
  isInTrash(place: Pick<Place, 'root' | 'real'>): boolean;
  /** Whether a deny pattern, or the policy, may stop to match below a folder when it gets another path (`.git` of `.git/config`). */
  maskDependsOn(place: Pick<Place, 'root' | 'real'>): boolean;
  /** The same, limited to what is also inside these folders. Folders outside are ignored, never added. */
  narrow(folders: readonly string[]): Roots;
  /** The same, without the paths (absolute, below a root as it is spelled) that a policy does not permit. */
  restrict(permits: PermitsPath): Roots;
}
