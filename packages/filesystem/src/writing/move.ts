import { join } from 'node:path';
import { fail } from '@portolan/runtime';
import { kindOf } from '../access/open-file.ts';
import { temporaryName } from '../access/temporary-name.ts';
import type { Access, Kind, OpenFolder, Target } from '../access/types.ts';
import { sameFile } from '../access/where.ts';
import { digestOf } from '../reading/checksum.ts';
import type { Place } from '../roots/types.ts';
import { copyTree } from './copy.ts';
import { copyOne } from './copy-content.ts';
import { refuseChangedFolder, refuseChangedTarget } from './if-match.ts';
import { withLock } from './lock.ts';
import { moveEntry } from './move-entry.ts';
import { confirmInside, syncFolder } from './replace.ts';
import { removeQuietly } from './temporary.ts';
import { type Copied, removeTree, surveyTree } from './tree.ts';
import { realPathOf, type Writing } from './write-file.ts';

/** What must be there before a move. */
export interface MoveOptions {
  /** Hash of the file that is meant, or of the folder with everything in it. */
  readonly ifMatch?: string | undefined;
  readonly makeParents?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What was moved, from where to where. */
export interface Moved {
  /** Absolute, below the root as the operator spelled it. */
  readonly source: string;
  readonly destination: string;
  readonly kind: Kind;
  /** Whether it had to be copied because the two are on different file systems. */
  readonly copied: boolean;
}

/**
 * Moves or renames a file, a link (itself, not its target) or a folder, never over something that exists.
 * Between file systems it copies, compares and then removes the source.
 *
 * @throws ToolError `already_exists`, `not_found`, `forbidden`, `invalid_arguments`, `conflict`
 */
export async function move(
  { access, queue }: Writing,
  source: string,
  destination: string,
  options: MoveOptions = {},
): Promise<Moved> {
  const keys = [
    realPathOf(access, source, { followLink: false }),
    realPathOf(access, destination, { followLink: false, makeParents: options.makeParents === true }),
  ];
  return queue.run(keys, async () => {
    using from = access.target(source, { followLink: false });
    using to = access.target(destination, { followLink: false });
    const stat = from.stat ?? fail('not_found', `${from.place.shown} does not exist.`);
    refuseUnmasking(access, from, to);
    const isFolder = stat.isDirectory();
    if (isFolder) await refuseChangedFolder(access, from.place, options.ifMatch, options.signal);
    const moved = await withLock(from.folder, from.name, from.place.shown, () => {
      confirmInside(access, from);
      confirmInside(access, to);
      if (!isFolder) refuseChangedTarget(from, options.ifMatch);
      return moveEntry(from, to);
    });
    if (!moved) await moveByCopy(access, from, to, options.signal);
    await syncFolder(to.folder);
    await syncFolder(from.folder);
    return { source: from.place.path, destination: to.place.path, kind: kindOf(stat), copied: !moved };
  });
}

/** A pattern like `.git/config` stops to match when the folder is called otherwise; nothing masked may come out so. */
function refuseUnmasking(access: Access, from: Target, to: Target): void {
  if (from.stat?.isDirectory() !== true || !access.roots.maskDependsOn(from.place)) return;
  using folder = from.folder.openFolder(from.name);
  const unmasked = firstUnmasked(access, folder, to.place.real);
  if (unmasked === undefined) return;
  fail('forbidden', `${from.place.shown} cannot be moved: ${unmasked} in it would no longer be masked.`, {
    next: 'Keep the names of the folders the deny pattern or the policy is about, or ask the operator to allow those files.',
  });
}

function firstUnmasked(access: Access, folder: OpenFolder, newReal: string): string | undefined {
  for (const entry of folder.eachEntry()) {
    const place = folder.childPlace(entry.bytes ?? entry.name);
    const real = join(newReal, entry.name);
    const after = access.roots.locate(real);
    const isMasked = (at: Pick<Place, 'root' | 'real'>) =>
      access.roots.forbids(at) || access.roots.deniedBy(at) !== undefined;
    if (isMasked(place) && (after === undefined || !isMasked(after))) return place.shown;
    if (entry.kind !== 'directory') continue;
    using below = folder.openFolder(entry.bytes ?? entry.name);
    const found = firstUnmasked(access, below, real);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function moveByCopy(access: Access, from: Target, to: Target, signal?: AbortSignal): Promise<void> {
  if (from.stat?.isDirectory() === true) return moveFolderByCopy(access, from, to, signal);
  if (from.stat?.isFile() !== true) {
    fail('unsupported', `${from.place.shown} cannot be moved to another file system: it is no regular file.`);
  }
  using file = from.folder.openFile(from.name);
  const temporary = temporaryName();
  try {
    await copyOne(file, to.folder, temporary, signal);
    using copied = to.folder.openFile(temporary);
    const [before, after] = [
      await digestOf(file, 'sha256', signal),
      await digestOf(copied, 'sha256', signal),
    ];
    const now = from.folder.statChild(from.name);
    if (
      before.digest !== after.digest ||
      now === undefined ||
      !sameFile(now, file.stat) ||
      now.mtimeMs !== file.stat.mtimeMs
    ) {
      fail('conflict', `${from.place.shown} changed while it was moved. Nothing was changed.`);
    }
    moveEntry({ folder: to.folder, name: temporary }, to);
    await syncFolder(to.folder);
    removeQuietly(from.folder, from.name);
  } finally {
    removeQuietly(to.folder, temporary);
  }
}

async function moveFolderByCopy(
  access: Access,
  from: Target,
  to: Target,
  signal?: AbortSignal,
): Promise<void> {
  using source = from.folder.openFolder(from.name);
  surveyTree(access, source, { refuseMaskedFiles: true, signal });
  const done: Copied = { files: 0, folders: 0, bytes: 0, skipped: [] };
  await copyTree(source, to.folder, to.name, done, signal);
  if (done.skipped.length > 0) {
    await removeTree(to.folder, to.name);
    fail(
      'unsupported',
      `${from.place.shown} holds special files that cannot be moved to another file system.`,
      {
        data: { skipped: done.skipped.slice(0, 20) },
      },
    );
  }
  // Only what surely has its name is removed: one that still has a temporary name after a crash is swept away.
  await syncFolder(to.folder);
  await removeTree(from.folder, from.name, signal);
}
