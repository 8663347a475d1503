import { isUtf8 } from 'node:buffer';
import { showBytes } from '../../roots/show.ts';
import { byName } from './position.ts';
import type { ProvedFolder } from './proved-folder.ts';
import type { EntryKind, WalkEntry } from './walk-tree.ts';

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

/** The entries of a folder by name. A name that is not UTF-8 keeps its bytes, so that it can be opened. */
export async function readEntries(folder: ProvedFolder): Promise<WalkEntry[]> {
  const listed = await folder.list();
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
