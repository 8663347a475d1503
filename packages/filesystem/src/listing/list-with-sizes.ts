import { makeCursor, readCursor } from '@portolan/runtime';
import { showName } from '../roots/show.ts';
import type { Scope } from '../searching/scope.ts';
import { byName } from '../searching/walk/position.ts';
import type { ProvedFolder } from '../searching/walk/proved-folder.ts';
import { TimeSlices } from '../searching/walk/time-slices.ts';
import { formatSize } from './format-size.ts';
import { type ListedEntry, type Listing, type ListOptions, renderEntry } from './list-directory.ts';
import { entriesOf, visible, withFolder } from './listed-folder.ts';
import { type MeasuredEntry, MeasuredFolders } from './measured-folders.ts';

export interface SizedListOptions extends ListOptions {
  /** By name, or the largest first. */
  readonly sortBy: 'name' | 'size';
}

export interface SizedEntry extends ListedEntry {
  /** Bytes of the entry itself; a link counts as a link. 0 where it vanished or may not be looked at. */
  readonly size: number;
}

export interface SizedListing extends Listing<SizedEntry> {
  readonly files: number;
  readonly directories: number;
  /** Bytes of all files of the folder, this page or not. */
  readonly totalSize: number;
}

const folders = new MeasuredFolders();

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
  const sized = visible(scope, all);
  const files = sized.filter(({ kind }) => kind !== 'directory');
  const rest = after === undefined ? sized : sized.filter(comesAfter(sortBy, after));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const truncated = rest.length > page.length;
  return {
    entries: page.map((entry) => ({ ...entry, name: showName(entry.name) })),
    total: sized.length,
    files: files.length,
    directories: sized.length - files.length,
    totalSize: files.reduce((sum, { size }) => sum + size, 0),
    truncated,
    ...(truncated && last ? { nextCursor: makeCursor(question, [String(last.size), last.name]) } : {}),
  };
}

const bySize = (a: MeasuredEntry, b: MeasuredEntry): number => b.size - a.size || byName(a.name, b.name);

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
): Promise<readonly MeasuredEntry[]> {
  const slices = new TimeSlices(signal);
  const sized: MeasuredEntry[] = [];
  for (const { name, rawName, kind } of await entriesOf(scope, open)) {
    sized.push({ name, kind, size: open.stat(rawName)?.size ?? 0 });
    if (slices.over) await slices.rest();
  }
  return sortBy === 'size' ? sized.sort(bySize) : sized;
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
