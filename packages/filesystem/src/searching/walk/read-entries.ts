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
  return (await readPart(folder, everything, signal)).entries;
}

/** Which entries of a folder are wanted. */
export interface WantedPart {
  isVisible(name: string, kind: EntryKind): boolean;
  /** Only what comes after this name. */
  readonly after: string | undefined;
  readonly most: number;
}

/** A part of a folder, by name. */
export interface FolderPart {
  readonly entries: WalkEntries;
  /** What is visible in the whole folder. */
  readonly total: number;
}

const everything: WantedPart = {
  isVisible: () => true,
  after: undefined,
  most: Number.POSITIVE_INFINITY,
};

/**
 * The first of the wanted entries of a folder, by name. Of a large one no others are held.
 *
 * @throws as `readEntries` does
 */
export async function readPart(
  folder: ProvedFolder,
  wanted: WantedPart,
  signal: AbortSignal | undefined,
): Promise<FolderPart> {
  return (folder.isLarge ? await readLarge(folder, wanted, signal) : undefined) ?? readWhole(folder, wanted);
}

/** Undefined where a name is not UTF-8. */
async function readLarge(
  folder: ProvedFolder,
  { isVisible, after, most }: WantedPart,
  signal: AbortSignal | undefined,
): Promise<FolderPart | undefined> {
  const slices = new TimeSlices(signal);
  const list = new NameList<WalkEntry>((name, kind) => ({ name, rawName: name, kind }), most);
  let total = 0;
  for (const entry of folder.oneByOne()) {
    const { name } = entry;
    if (name.includes('\uFFFD')) return undefined;
    const kind = kindOf(entry);
    if (isVisible(name, kind)) {
      total += 1;
      if (after === undefined || byName(name, after) > 0) list.add(name, kind);
    }
    if (slices.over) await slices.rest();
  }
  return { entries: list.sort(), total };
}

function readWhole(folder: ProvedFolder, { isVisible, after, most }: WantedPart): FolderPart {
  const visible = listWhole(folder).filter(({ name, kind }) => isVisible(name, kind));
  const due = after === undefined ? visible : visible.filter(({ name }) => byName(name, after) > 0);
  return { entries: due.slice(0, most), total: visible.length };
}

function listWhole(folder: ProvedFolder): WalkEntry[] {
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
