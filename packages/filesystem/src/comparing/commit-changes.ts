import { unlinkSync } from 'node:fs';
import { fail } from '@portolan/runtime';
import { kindOf } from '../access/open-file.ts';
import type { Access, Target } from '../access/types.ts';
import { hashOf } from '../reading/bytes.ts';
import type { LongText } from '../writing/long-text.ts';
import { confirmInside, replaceFile, syncFolder } from '../writing/replace.ts';
import { moveToTrash } from '../writing/trash.ts';

/** One file of a plan, with everything needed to do it and to undo it. */
export interface Change {
  readonly action: 'modify' | 'create' | 'delete';
  /** As the caller named it. */
  readonly path: string;
  /** Absolute, below the root as the operator spelled it. */
  readonly shownPath: string;
  readonly before: Buffer | undefined;
  readonly beforeHash: string | undefined;
  readonly after: Buffer | LongText | undefined;
  readonly offsets: readonly number[];
}

type Undo = () => Promise<void>;

/**
 * Writes all changes of a plan. Deletions come last and go to the trash. A fault undoes what was done.
 * The caller holds the queue of every path.
 *
 * @returns the hash of each file as it is then, in the order of the plan
 * @throws ToolError what the failing write gave; `internal` where the undoing failed too, naming the files
 */
export async function commitChanges(
  access: Access,
  changes: readonly Change[],
): Promise<readonly (string | undefined)[]> {
  const hashes: (string | undefined)[] = changes.map(() => undefined);
  const done: { readonly change: Change; readonly undo: Undo }[] = [];
  const order = [...changes.keys()].sort((a, b) => rank(changes[a]) - rank(changes[b]));
  try {
    for (const index of order) {
      const change = changes[index];
      if (change === undefined) continue;
      const { hash, undo } = await commitOne(access, change);
      hashes[index] = hash;
      done.push({ change, undo });
    }
    return hashes;
  } catch (error) {
    await undoAll(done, error);
    throw error;
  }
}

const rank = (change: Change | undefined): number => (change?.action === 'delete' ? 1 : 0);

async function undoAll(
  done: readonly { readonly change: Change; readonly undo: Undo }[],
  cause: unknown,
): Promise<void> {
  const stuck: string[] = [];
  for (const { change, undo } of done.toReversed()) {
    await undo().catch(() => stuck.push(change.shownPath));
  }
  if (stuck.length === 0) return;
  fail('internal', `The patch failed half-way, and ${stuck.length} of its files could not be put back.`, {
    next: 'Read these files and repair them.',
    data: { paths: stuck },
    cause,
  });
}

async function commitOne(access: Access, change: Change): Promise<{ hash: string | undefined; undo: Undo }> {
  using target = access.target(change.path, { makeParents: change.action === 'create' });
  const { before, beforeHash, after } = change;
  if (after === undefined) {
    await removeFile(access, target, beforeHash);
    return { hash: undefined, undo: () => putBack(access, change, 'absent') };
  }
  const expected = beforeHash === undefined ? 'absent' : { hash: beforeHash };
  const { hash } = await replaceFile(access, target, after, expected);
  return {
    hash,
    undo: () => (before === undefined ? takeAway(access, change, hash) : putBack(access, change, { hash })),
  };
}

async function removeFile(access: Access, target: Target, expected: string | undefined): Promise<void> {
  const { stat, place } = target;
  if (stat === undefined || currentHash(target) !== expected) {
    return fail('conflict', `${place.shown} changed while the patch was applied. Nothing was written.`);
  }
  confirmInside(access, target);
  moveToTrash(access, target, kindOf(stat), stat.size);
  return syncFolder(target.folder);
}

function currentHash({ folder, name }: Target): string {
  using file = folder.openFile(name);
  return hashOf(file);
}

async function putBack(
  access: Access,
  { path, before }: Change,
  expected: 'absent' | { hash: string },
): Promise<void> {
  using target = access.target(path);
  await replaceFile(access, target, before ?? Buffer.alloc(0), expected);
}

async function takeAway(access: Access, { path }: Change, hash: string): Promise<void> {
  using target = access.target(path);
  if (currentHash(target) !== hash) fail('conflict', `${target.place.shown} changed meanwhile.`);
  confirmInside(access, target);
  unlinkSync(target.folder.child(target.name));
  await syncFolder(target.folder);
}
