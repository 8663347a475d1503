import { type FSWatcher, fstatSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import { ToolError } from '@portolan/runtime';
import type { OpenFolder } from '../access/types.ts';
import type { Files } from '../files.ts';

/** Changes closer together than this are told as one, milliseconds. */
const DEBOUNCE_MS = 100;

/**
 * Tells when a file, or the list of a folder's entries, changes; also when it goes and comes back. The
 * folder is watched through a pinned descriptor, and what is told is only what looking through the roots
 * shows: when the path comes to lead outside, that it is gone.
 *
 * @returns how to stop
 * @throws ToolError when the path cannot be looked at now
 */
export function watchPath(files: Files, path: string, changed: () => void): () => void {
  const { kind, place } = files.access.look(path);
  // A writer that replaces a file makes a new one: its folder sees that, the old file does not.
  const folder = new FolderWatch(files, kind === 'directory' ? place.path : dirname(place.path), () =>
    later(),
  );
  let seen = look(files, path);
  let timer: NodeJS.Timeout | undefined;
  const check = () => {
    timer = undefined;
    folder.follow();
    const now = look(files, path);
    if (now === seen) return;
    seen = now;
    changed();
  };
  const later = () => {
    timer ??= setTimeout(check, DEBOUNCE_MS);
    timer.unref();
  };
  return () => {
    clearTimeout(timer);
    folder.close();
  };
}

/** Watches a folder or, while it is not there, the nearest one above it. */
class FolderWatch {
  readonly #files: Files;
  readonly #path: string;
  readonly #onEvent: () => void;
  #watched = '';
  #watcher: FSWatcher | undefined;

  constructor(files: Files, path: string, onEvent: () => void) {
    this.#files = files;
    this.#path = path;
    this.#onEvent = onEvent;
    this.follow();
  }

  /** Goes on with the folder that is there now. */
  follow(): void {
    using folder = nearest(this.#files, this.#path);
    if (folder === undefined) return;
    const { dev, ino } = fstatSync(folder.fd);
    const identity = `${dev}:${ino}`;
    if (identity === this.#watched) return;
    this.#watcher?.close();
    this.#watched = identity;
    this.#watcher = watch(folder.base, { persistent: false }, this.#onEvent);
    this.#watcher.on('error', this.#onEvent);
  }

  close(): void {
    this.#watcher?.close();
  }
}

/** Undefined when not even the allowed folder is there. */
function nearest({ access }: Files, path: string): OpenFolder | undefined {
  for (let at = path; ; at = dirname(at)) {
    try {
      return access.openFolder(at);
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      if (access.roots.list.some(({ spelled }) => spelled === at) || dirname(at) === at) return undefined;
    }
  }
}

/** What tells one state from another; empty when there is nothing to see. */
function look({ access }: Files, path: string): string {
  try {
    const { stat } = access.look(path);
    return `${stat.dev}:${stat.ino}:${stat.size}:${stat.mtimeMs}:${stat.ctimeMs}`;
  } catch (error) {
    if (error instanceof ToolError) return '';
    throw error;
  }
}
