import type { ProvedFolder } from './walk/proved-folder.ts';

/** Which file something is, whatever it is called. */
export interface FileIdentity {
  readonly dev: number;
  readonly ino: number;
}

/** What a walk may look at. The caller has already proved that the folder lies inside a root. */
export interface Scope {
  /** Real absolute path of the folder. */
  readonly real: string;
  /** The folder as it is shown in answers; results begin with it. */
  readonly shown: string;
  /** The folder itself while it is pinned, so that nobody need open it again. Whoever pinned it closes it. */
  readonly pinned?: ProvedFolder | undefined;
  /** Whether an entry (with everything inside) is no part of any answer, by its path relative to the folder. */
  readonly hides?: ((path: string, isFolder: boolean) => boolean) | undefined;
  /** Whether the content of a file must not be shown, though its name may be: the operator's deny globs. */
  readonly masks?: ((path: string) => boolean) | undefined;
  /** Whether a file with several names may belong to somebody outside, so that its content is not shown. */
  readonly distrustsLinks?: ((path: string, file: FileIdentity) => boolean) | undefined;
}

/** The path of an entry as an answer shows it. */
export function shownPath(scope: Scope, path: string): string {
  return scope.shown.endsWith('/') ? scope.shown + path : `${scope.shown}/${path}`;
}
