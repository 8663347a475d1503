import { makeCursor, readCursor } from '@portolan/runtime';
import { showName } from '../roots/show.ts';
import type { Scope } from '../searching/scope.ts';
import { byName } from '../searching/walk/position.ts';
import type { ProvedFolder } from '../searching/walk/proved-folder.ts';
import { TimeSlices } from '../searching/walk/time-slices.ts';
import type { EntryKind } from '../searching/walk/walk-tree.ts';
import { formatSize } from './format-size.ts';
import { type ListedEntry, type Listing, type ListOptions, renderEntry } from './list-directory.ts';
import { entriesOf, isVisible, withFolder } from './listed-folder.ts';
import { bySize, MeasuredEntries, type MeasuredEntry } from './measured-entries.ts';
import { MeasuredFolders } from './measured-folders.ts';
import { rowsWithRoom } from './page-room.ts';

/** Which page is asked for, and in which order. */
export interface SizedListOptions extends ListOptions {
  /** By name, or the largest first. */
  readonly sortBy: 'name' | 'size';
}

/** One row with a size. */
export interface SizedEntry extends ListedEntry {
  /** Bytes of the entry itself; a link counts as a link. 0 where it vanished or may not be looked at. */
  readonly size: number;
}

/** One page of a folder, with totals over all of it. */
export interface SizedListing extends Listing<SizedEntry> {
  readonly files: number;
  readonly directories: number;
  /** Bytes of all files of the folder, this page or not. */
  readonly totalSize: number;
}

const folders = new MeasuredFolders<MeasuredEntries>();

/** `[FILE] `, the padding of a short name, the size and the line end, in both forms. */
const ROW_BYTES = 110;

/**
 * The entries of one folder with their sizes, and totals over all of them. Throws as `listDirectory` does.
 * The pages after the first show the sizes the first one found, for half a minute at most.
 */
export async function listWithSizes(scope: Scope, options: SizedListOptions): Promise<SizedListing> {
  const { sortBy, limit, cursor, signal } = options;
  const question = ['list_directory_with_sizes', scope.real, sortBy];
  const after = cursor === undefined ? undefined : readCursor(question, cursor, 2);
  signal?.throwIfAborted();
  const all = await withFolder(scope, async (open) => {
    const key = `${sortBy} ${scope.real}`;
    const known = after === undefined ? undefined : folders.recall(key, open);
    return known ?? (await folders.measure(key, open, () => measure(scope, open, sortBy, signal)));
  });
  const page: MeasuredEntry[] = [];
  const isDue = after === undefined ? () => true : comesAfter(sortBy, after);
  let [files, directories, totalSize, truncated] = [0, 0, 0, false];
  for (const entry of all) {
    if (!isVisible(scope, entry.name, entry.kind)) continue;
    if (entry.kind === 'directory') directories += 1;
    else {
      files += 1;
      totalSize += entry.size;
    }
    if (!isDue(entry)) continue;
    if (page.length < limit) page.push(entry);
    else truncated = true;
  }
  const shown = page.map((entry) => ({ ...entry, name: showName(entry.name) }));
  const fits = rowsWithRoom(shown, ({ name }) => name, ROW_BYTES);
  truncated ||= fits < shown.length;
  const last = page[fits - 1];
  return {
    entries: shown.slice(0, fits),
    total: files + directories,
    files,
    directories,
    totalSize,
    truncated,
    ...(truncated && last ? { nextCursor: makeCursor(question, [String(last.size), last.name]) } : {}),
  };
}

function comesAfter(sortBy: 'name' | 'size', place: readonly string[]): (entry: MeasuredEntry) => boolean {
  const [size = '', name = ''] = place;
  const last: MeasuredEntry = { name, size: Number(size), kind: 'file' };
  return (entry) => (sortBy === 'size' ? bySize(entry, last) : byName(entry.name, name)) > 0;
}

async function measure(
  scope: Scope,
  open: ProvedFolder,
  sortBy: SizedListOptions['sortBy'],
  signal: AbortSignal | undefined,
): Promise<MeasuredEntries> {
  const slices = new TimeSlices(signal);
  const names: string[] = [];
  const kinds: EntryKind[] = [];
  const sizes: number[] = [];
  for (const { name, rawName, kind } of await entriesOf(scope, open, signal)) {
    names.push(name);
    kinds.push(kind);
    sizes.push(open.stat(rawName)?.size ?? 0);
    if (slices.over) await slices.rest();
  }
  const measured = new MeasuredEntries(names, kinds, sizes);
  return sortBy === 'size' ? measured.sortBySize() : measured;
}

/** The official server's text: aligned rows, then the totals. */
export function renderSizedListing(listing: SizedListing): string {
  const rows = listing.entries.map((entry) => {
    const row = renderEntry({ name: entry.name.padEnd(30), kind: entry.kind });
    return `${row} ${entry.kind === 'directory' ? '' : formatSize(entry.size).padStart(10)}`;
  });
  return [
    ...rows,
    '',
    `Total: ${listing.files} files, ${listing.directories} directories`,
    `Combined size: ${formatSize(listing.totalSize)}`,
  ].join('\n');
}
