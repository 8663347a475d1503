import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, rmdirSync } from 'node:fs';
import { fail, ToolError } from '@portolan/runtime';
import * as z from 'zod';
import { failFromOs, osCode } from '../access/os-error.ts';
import type { Access, Kind, OpenFolder, Target } from '../access/types.ts';
import { readSmall } from '../reading/bytes.ts';
import { TRASH_FOLDER } from '../roots/deny.ts';
import type { Root } from '../roots/types.ts';
import { moveEntry } from './move-entry.ts';
import { removeQuietly, writeAll } from './temporary.ts';

/** What a deletion can be undone by. */
export interface TrashItem {
  readonly id: string;
  /** Absolute, where it was, below the root as the operator spelled it. */
  readonly path: string;
  readonly kind: Kind;
  /** Of a file, in bytes. */
  readonly size: number;
  /** ISO 8601 in UTC. */
  readonly deletedAt: string;
}

const record = z.object({
  relative: z.string(),
  kind: z.enum(['file', 'directory', 'symlink', 'special']),
  size: z.number(),
  deletedAt: z.string(),
});
/** What the trash keeps about a deletion, in a file beside what was deleted. */
export type TrashRecord = z.infer<typeof record>;

const isId = (text: string) => /^\d{8}T\d{6}Z-[\w-]{8}$/.test(text);

function newId(now: Date): string {
  const time = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return `${time}-${randomBytes(6).toString('base64url')}`;
}

/** The trash of a root, pinned; undefined when nothing was ever deleted there. */
export function openTrash(access: Access, root: Root): OpenFolder | undefined {
  using folder = access.openFolder(root.real);
  return folder.tryOpenFolder(TRASH_FOLDER);
}

function openOrMakeTrash(access: Access, root: Root): OpenFolder {
  using folder = access.openFolder(root.real);
  makeFolder(folder, TRASH_FOLDER);
  return folder.openFolder(TRASH_FOLDER);
}

function makeFolder(parent: OpenFolder, name: string): void {
  try {
    parent.makeFolder(name, 0o700);
  } catch (error) {
    if (osCode(error) !== 'EEXIST') failFromOs(error, parent.childPlace(name).shown);
  }
}

/**
 * Moves an entry to the trash of its root: `.portolan-trash/<id>/<name>`, beside it `<id>.json` with where
 * it was. One rename, so it is either still there or in the trash.
 *
 * @throws ToolError `unsupported` when the trash is on another file system, and what moving gives
 */
export function moveToTrash(access: Access, target: Target, kind: Kind, size: number): TrashItem {
  const now = new Date();
  const id = newId(now);
  const { place } = target;
  const deletedAt = now.toISOString();
  using trash = openOrMakeTrash(access, place.root);
  makeFolder(trash, id);
  using into = trash.openFolder(id);
  try {
    writeRecord(trash, id, { relative: place.relative, kind, size, deletedAt });
    if (!moveEntry(target, { folder: into, name: target.name })) otherDisk(place.shown);
  } catch (error) {
    removeQuietly(trash, `${id}.json`);
    rmdirSync(trash.child(id));
    throw error;
  }
  return { id, path: place.path, kind, size, deletedAt };
}

const otherDisk = (shown: string): never =>
  fail(
    'unsupported',
    `${shown} is on another disk than the trash of its allowed folder. Nothing was changed.`,
    {
      next: 'Delete it permanently, or move it elsewhere.',
    },
  );

function writeRecord(trash: OpenFolder, id: string, content: TrashRecord): void {
  try {
    const fd = trash.createFile(`${id}.json`, 0o600);
    try {
      writeAll(fd, Buffer.from(JSON.stringify(content)));
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    failFromOs(error, content.relative);
  }
}

/**
 * Gives something in the trash its name back, never over something that exists.
 *
 * @throws ToolError `already_exists`, `unsupported` when it is on another file system
 */
export function takeFromTrash(trash: OpenFolder, id: string, to: Target): void {
  using from = trash.openFolder(id);
  if (!moveEntry({ folder: from, name: to.name }, to)) {
    fail('unsupported', `${to.place.shown} is on another disk than the trash.`);
  }
  rmdirSync(trash.child(id));
  removeQuietly(trash, `${id}.json`);
}

/** What is in the trash of every root, the newest first. Records that are damaged are left out. */
export function listTrash(access: Access): readonly TrashItem[] {
  const items: TrashItem[] = [];
  for (const root of access.roots.list) {
    const trash = openTrash(access, root);
    if (trash === undefined) continue;
    using pinned = trash;
    for (const { name } of pinned.entries()) {
      const found = isId(name) ? readRecord(pinned, name) : undefined;
      if (found === undefined) continue;
      const { relative, ...rest } = found;
      items.push({ id: name, path: `${root.spelled}/${relative}`, ...rest });
    }
  }
  return items.sort((a, b) => (a.deletedAt < b.deletedAt ? 1 : -1));
}

/** The record of an item; undefined for none, or one this server did not write. */
export function readRecord(trash: OpenFolder, id: string): TrashRecord | undefined {
  try {
    using file = trash.openOwnFile(`${id}.json`);
    const content = readSmall(file)?.toString('utf8');
    return content === undefined ? undefined : record.safeParse(JSON.parse(content)).data;
  } catch (error) {
    if (error instanceof ToolError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
