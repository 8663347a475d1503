import { isUtf8 } from 'node:buffer';
import { NameList } from '../../access/name-list.ts';
import { showBytes } from '../../roots/show.ts';
import { byName } from './position.ts';
import type { ProvedFolder } from './proved-folder.ts';
import { TimeSlices } from './time-slices.ts';
import type { EntryKind, WalkEntries, WalkEntry } from './walk-tree.ts';

interface KindTests {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

function kindOf(entry: KindTests): EntryKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  return entry.isSymbolicLink() ? 'symlink' : 'other';
}

/**
 * The entries of a folder by name. A name that is not UTF-8 keeps its bytes, so that it can be opened.
 *
 * @throws NodeJS.ErrnoException; the signal's reason when aborted
 */
export async function readEntries(folder: ProvedFolder, signal?: AbortSignal): Promise<WalkEntries> {
  return (folder.isLarge ? await readLarge(folder, signal) : undefined) ?? readWhole(folder);
}

/** Undefined where a name is not UTF-8. */
async function readLarge(
  folder: ProvedFolder,
  signal: AbortSignal | undefined,
): Promise<WalkEntries | undefined> {
  const slices = new TimeSlices(signal);
  const list = new NameList<WalkEntry>((name, kind) => ({ name, rawName: name, kind }));
  for (const entry of folder.oneByOne()) {
    if (entry.name.includes('\uFFFD')) return undefined;
    list.add(entry.name, kindOf(entry));
    if (slices.over) await slices.rest();
  }
  return list.sort();
}

function readWhole(folder: ProvedFolder): WalkEntry[] {
  const listed = folder.list();
  const entries = listed.some(({ name }) => name.includes('\uFFFD'))
    ? folder.listBytes().map((entry) => ({ ...named(entry.name), kind: kindOf(entry) }))
    : listed.map((entry) => ({ name: entry.name, rawName: entry.name, kind: kindOf(entry) }));
  return entries.sort((a, b) => byName(a.name, b.name));
}

/** Bytes that are not UTF-8 are shown as `\xe9`, which no other name of the same folder is likely to be. */
export function named(bytes: Buffer): Pick<WalkEntry, 'name' | 'rawName'> {
  return isUtf8(bytes) ? sameName(bytes.toString('utf8')) : { name: showBytes(bytes), rawName: bytes };
}

const sameName = (name: string): Pick<WalkEntry, 'name' | 'rawName'> => ({ name, rawName: name });
