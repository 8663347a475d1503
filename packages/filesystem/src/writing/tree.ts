import { chmodSync, fstatSync, readlinkSync, rmdirSync, symlinkSync, unlinkSync } from 'node:fs';
import { fail, ToolError } from '@portolan/runtime';
import { refuseMasked } from '../access/guard.ts';
import { failFromOs } from '../access/os-error.ts';
import type { Access, Entry, Name, OpenFolder } from '../access/types.ts';
import { keepYoungGeneration, MANY_ENTRIES } from '../memory/young-generation.ts';
import { copyInto } from './copy-content.ts';
import type { Flushes } from './flushes.ts';

/** Entries of a folder that is copied or removed in one call. */
const MAX_TREE_ENTRIES = 100_000;

const nameOf = (entry: Entry): Name => entry.bytes ?? entry.name;

export interface SurveyOptions {
  /** Whether something masked in the tree is an error; what the policy refuses always is. */
  readonly refuseMaskedFiles: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Counts the entries of a tree.
 *
 * @throws ToolError `forbidden`, `too_large`
 */
export function surveyTree(
  access: Access,
  folder: OpenFolder,
  { refuseMaskedFiles, signal }: SurveyOptions,
): number {
  let count = 0;
  const visit = (current: OpenFolder): void => {
    signal?.throwIfAborted();
    for (const entry of current.eachEntry()) {
      if (++count > MAX_TREE_ENTRIES) {
        fail('too_large', `${folder.place.shown} has more than ${MAX_TREE_ENTRIES} entries.`, {
          next: 'Work on its sub-folders one by one.',
        });
      }
      const place = current.childPlace(nameOf(entry));
      if (refuseMaskedFiles || access.roots.forbids(place)) refuseMasked(access.roots, place);
      if (entry.kind !== 'directory') continue;
      using below = current.openFolder(nameOf(entry));
      visit(below);
    }
  };
  visit(folder);
  return count;
}

/** Removes what is in a pinned folder. Links are removed, not followed. */
export async function emptyFolder(folder: OpenFolder, signal?: AbortSignal): Promise<void> {
  for (const entry of folder.eachEntry()) {
    signal?.throwIfAborted();
    const name = nameOf(entry);
    const { shown } = folder.childPlace(name);
    try {
      if (entry.kind === 'directory') {
        using below = folder.openFolder(name);
        await emptyFolder(below, signal);
        rmdirSync(folder.child(name));
      } else unlinkSync(folder.child(name));
    } catch (error) {
      failFromOs(error, shown);
    }
  }
}

/** Removes a folder and everything in it; nothing happens when it is not there. */
export async function removeTree(parent: OpenFolder, name: string, signal?: AbortSignal): Promise<void> {
  const folder = parent.tryOpenFolder(name);
  if (folder === undefined) return;
  using pinned = folder;
  await emptyFolder(pinned, signal);
  rmdirSync(parent.child(name));
}

/** What was copied so far; `bytes` of file contents. */
export interface Copied {
  files: number;
  folders: number;
  bytes: number;
  /** What was left out, relative to the root: masked files, devices, FIFOs, sockets. */
  readonly skipped: string[];
}

/** What one copy of a tree goes by. */
export interface Copying {
  readonly done: Copied;
  /** What is copied is durable when they have settled. */
  readonly flushes: Flushes;
  readonly signal?: AbortSignal | undefined;
}

/** Copies the entries of one pinned folder into another, and its permission bits. */
export async function copyEntries(from: OpenFolder, to: OpenFolder, copying: Copying): Promise<void> {
  const { done, signal } = copying;
  for (const entry of from.eachEntry()) {
    signal?.throwIfAborted();
    const count = done.files + done.folders + done.skipped.length;
    if (count >= MANY_ENTRIES) keepYoungGeneration();
    if (count > MAX_TREE_ENTRIES) {
      fail(
        'too_large',
        `${from.place.shown} and what was copied before have more than ${MAX_TREE_ENTRIES} entries.`,
      );
    }
    const name = nameOf(entry);
    if (entry.kind === 'directory') await copyFolder(from, to, name, copying);
    else if (entry.kind === 'symlink') symlinkSync(readlinkSync(from.child(name), 'buffer'), to.child(name));
    else await copyOrSkip(from, to, name, copying);
  }
  // Its owner keeps all rights in it: a copy that fails later could not be removed otherwise.
  chmodSync(to.base, (fstatSync(from.fd).mode & 0o777) | 0o700);
}

async function copyFolder(from: OpenFolder, to: OpenFolder, name: Name, copying: Copying) {
  using source = from.openFolder(name);
  to.makeFolder(name, 0o700);
  using copy = to.openFolder(name);
  copying.done.folders++;
  await copyEntries(source, copy, copying);
}

async function copyOrSkip(
  from: OpenFolder,
  to: OpenFolder,
  name: Name,
  { done, flushes, signal }: Copying,
): Promise<void> {
  try {
    using file = from.openFile(name);
    done.bytes += await copyInto(file, { folder: to, name, flushes }, signal);
    done.files++;
  } catch (error) {
    if (!(error instanceof ToolError) || (error.code !== 'forbidden' && error.code !== 'unsupported'))
      throw error;
    done.skipped.push(from.childPlace(name).relative);
  }
}
