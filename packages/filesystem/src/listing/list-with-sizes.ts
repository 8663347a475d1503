import { makeCursor, readCursor } from '@portolan/runtime';
import { showName } from '../roots/show.ts';
import type { Scope } from '../searching/scope.ts';
import type { OpenFolder } from '../searching/walk/open-folder.ts';
import { byName } from '../searching/walk/position.ts';
import { TimeSlices } from '../searching/walk/time-slices.ts';
import type { WalkEntry } from '../searching/walk/walk-tree.ts';
import { formatSize } from './format-size.ts';
import { type ListedEntry, type Listing, type ListOptions, renderEntry } from './list-directory.ts';
import { withEntries } from './with-entries.ts';

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

/** The entries of one folder with their sizes, and totals over all of them. Throws as `listDirectory` does. */
export async function listWithSizes(scope: Scope, options: SizedListOptions): Promise<SizedListing> {
  const { sortBy, limit, cursor, signal } = options;
  const question = ['list_directory_with_sizes', scope.real, sortBy];
  const after = cursor === undefined ? undefined : readCursor(question, cursor, 2);
  return withEntries(scope, async (entries, open) => {
    const sized = await measure(entries, open, signal);
    const files = sized.filter(({ kind }) => kind !== 'directory');
    if (sortBy === 'size') sized.sort(bySize);
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
  });
}

const bySize = (a: SizedEntry, b: SizedEntry): number => b.size - a.size || byName(a.name, b.name);

function comesAfter(sortBy: 'name' | 'size', place: readonly string[]): (entry: SizedEntry) => boolean {
  const [size = '', name = ''] = place;
  const last: SizedEntry = { name, size: Number(size), kind: 'file' };
  return (entry) => (sortBy === 'size' ? bySize(entry, last) : byName(entry.name, name)) > 0;
}

async function measure(
  entries: readonly WalkEntry[],
  open: OpenFolder,
  signal: AbortSignal | undefined,
): Promise<SizedEntry[]> {
  const slices = new TimeSlices(signal);
  const sized: SizedEntry[] = [];
  for (const { name, rawName, kind } of entries) {
    sized.push({ name, kind, size: open.stat(rawName)?.size ?? 0 });
    if (slices.over) await slices.rest();
  }
  return sized;
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
