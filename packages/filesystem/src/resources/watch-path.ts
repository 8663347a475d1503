import { type FSWatcher, watch } from 'node:fs';
import { dirname } from 'node:path';
import { ToolError } from '@portolan/runtime';
import type { Files } from '../files.ts';

/** Changes closer together than this are told as one, milliseconds. */
const DEBOUNCE_MS = 100;

/**
 * Tells when a file, or the list of a folder's entries, changes. The folder is watched through a pinned
 * descriptor, and what is told is only what looking through the roots shows: when the path comes to lead
 * outside, that it is gone.
 *
 * @returns how to stop
 * @throws ToolError when the path cannot be looked at now
 */
export function watchPath(files: Files, path: string, changed: () => void): () => void {
  const { kind, place } = files.access.look(path);
  let seen = look(files, path);
  let timer: NodeJS.Timeout | undefined;
  const check = () => {
    timer = undefined;
    const now = look(files, path);
    if (now === seen) return;
    seen = now;
    changed();
  };
  const onEvent = () => {
    timer ??= setTimeout(check, DEBOUNCE_MS);
    timer.unref();
  };
  // A writer that replaces a file makes a new one: its folder sees that, the old file does not.
  const watcher = open(files, kind === 'directory' ? place.path : dirname(place.path), onEvent);
  watcher.on('error', onEvent);
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}

function open(files: Files, folder: string, onEvent: () => void): FSWatcher {
  using pinned = files.access.openFolder(folder);
  return watch(pinned.base, { persistent: false }, onEvent);
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
