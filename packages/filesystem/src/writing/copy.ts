import { fail } from '@portolan/runtime';
import { refuseKind } from '../access/open-file.ts';
import { failFromOs } from '../access/os-error.ts';
import { temporaryName } from '../access/temporary-name.ts';
import type { Access, OpenFolder, Target } from '../access/types.ts';
import { isInside } from '../roots/contain.ts';
import { copyOne } from './copy-content.ts';
import { Flushes } from './flushes.ts';
import { refuseChanged, refuseChangedFolder } from './if-match.ts';
import { moveEntry } from './move-entry.ts';
import { confirmInside, syncFolder } from './replace.ts';
import { removeQuietly } from './temporary.ts';
import { type Copied, copyEntries, removeTree } from './tree.ts';
import { realPathOf, type Writing } from './write-file.ts';

/** What must be there before a copy. */
export interface CopyOptions {
  /** Hash of the file that is meant, or of the folder with everything in it. */
  readonly ifMatch?: string | undefined;
  readonly makeParents?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What was copied; `bytes` of file contents. */
export interface CopyResult {
  /** Absolute, below the root as the operator spelled it. */
  readonly source: string;
  readonly destination: string;
  readonly kind: 'file' | 'directory';
  readonly files: number;
  readonly folders: number;
  readonly bytes: number;
  /** Left out, relative to the root: masked files, devices, FIFOs, sockets. */
  readonly skipped: readonly string[];
}

/**
 * Copies a file or a folder to a free name. The copy appears whole or not at all; links inside a folder are
 * copied as links.
 *
 * @throws ToolError `already_exists`, `not_found`, `forbidden`, `too_large`, `no_space`
 */
export async function copy(
  { access, queue }: Writing,
  source: string,
  destination: string,
  options: CopyOptions = {},
): Promise<CopyResult> {
  const how = { followLink: false, makeParents: options.makeParents === true };
  return queue.run([realPathOf(access, destination, how)], async () => {
    using to = access.target(destination, { followLink: false });
    if (to.stat !== undefined) fail('already_exists', `${to.place.shown} exists already.`);
    const look = access.look(source);
    if (look.kind !== 'file' && look.kind !== 'directory') refuseKind(look.stat, look.place.shown);
    const done: Copied = { files: 0, folders: 0, bytes: 0, skipped: [] };
    confirmInside(access, to);
    if (look.kind === 'file') await copyFile(access, source, to, done, options);
    else await copyFolder(access, source, to, done, options);
    await syncFolder(to.folder);
    const kind = look.kind === 'file' ? 'file' : 'directory';
    return { source: look.place.path, destination: to.place.path, kind, ...done };
  });
}

async function copyFile(access: Access, source: string, to: Target, done: Copied, options: CopyOptions) {
  using file = access.openFile(source);
  refuseChanged(file, file.place.shown, options.ifMatch);
  const temporary = temporaryName();
  try {
    done.bytes = await copyOne(file, to.folder, temporary, options.signal);
    done.files = 1;
    moveEntry({ folder: to.folder, name: temporary }, to);
  } finally {
    removeQuietly(to.folder, temporary);
  }
}

async function copyFolder(access: Access, source: string, to: Target, done: Copied, options: CopyOptions) {
  using from = access.openFolder(source);
  await refuseChangedFolder(access, from.place, options.ifMatch, options.signal);
  if (isInside(to.place.real, from.place.real)) {
    fail('invalid_arguments', `${from.place.shown} cannot be copied into itself.`);
  }
  await copyTree(from, to.folder, to.name, done, options.signal);
}

/** Copies under a temporary name, which becomes the final one when everything is there. */
export async function copyTree(
  from: OpenFolder,
  parent: OpenFolder,
  name: string,
  done: Copied,
  signal?: AbortSignal,
): Promise<void> {
  const temporary = temporaryName();
  try {
    makeFolder(parent, temporary);
    using copied = parent.openFolder(temporary);
    await using flushes = new Flushes();
    await copyEntries(from, copied, { done, flushes, signal });
    done.folders++;
    await flushes.settled();
    moveEntry({ folder: parent, name: temporary }, { folder: parent, name });
  } finally {
    await removeTree(parent, temporary);
  }
}

function makeFolder(parent: OpenFolder, name: string): void {
  try {
    parent.makeFolder(name, 0o700);
  } catch (error) {
    failFromOs(error, parent.place.shown);
  }
}
