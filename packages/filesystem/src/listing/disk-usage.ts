import type { Stats } from 'node:fs';
import { makeCursor, readCursor } from '@portolan/runtime';
import { showName } from '../roots/show.ts';
import type { Scope } from '../searching/scope.ts';
import {
  defaultMaxDepth,
  defaultMaxEntries,
  summarize,
  type WalkSummary,
} from '../searching/search-files.ts';
import { byName } from '../searching/walk/position.ts';
import { countUnreadable, newReport } from '../searching/walk/walk-report.ts';
import { type Visitor, walkTree } from '../searching/walk/walk-tree.ts';
import { rowsWithRoom } from './page-room.ts';
import { TreeHash } from './tree-hash.ts';

/** Which folders get a line of their own, and how many. */
export interface UsageOptions {
  /** Levels of folders that get their own line; deeper ones count for their parent. */
  readonly depth: number;
  /** Folders of the answer, the largest first. */
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly maxEntries?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What one folder takes, in bytes, with everything below it. */
export interface FolderUsage {
  /** Relative to the folder asked about, `.` for itself. */
  readonly path: string;
  /** Space taken on disk, everything below included; a file with several names counts once. */
  readonly diskBytes: number;
  /** Sum of the sizes of the contents. */
  readonly contentBytes: number;
  readonly files: number;
}

/** What a folder takes, and one page of the folders in it. */
export interface Usage extends WalkSummary {
  readonly total: FolderUsage;
  readonly folders: readonly FolderUsage[];
  /** What `ifMatch` of the folder compares; undefined where not everything was seen. */
  readonly hash: string | undefined;
  readonly nextCursor?: string;
}

/** The numbers in both forms, and the names of the fields. */
const ROW_BYTES = 200;

/** POSIX: `st_blocks` counts units of 512 bytes whatever the block size of the file system. */
const blockBytes = 512;

interface Bucket {
  readonly path: string;
  diskBytes: number;
  contentBytes: number;
  files: number;
}

/**
 * How much space a folder and its sub-folders take, like `du`; the largest first.
 *
 * @throws ToolError `invalid_arguments` for a foreign cursor; the signal's reason when aborted
 */
export async function diskUsage(scope: Scope, options: UsageOptions): Promise<Usage> {
  const question = ['disk_usage', scope.real, options.depth];
  const after = options.cursor === undefined ? undefined : readCursor(question, options.cursor, 2);
  const { total, buckets, hash, report } = await measure(scope, options);
  const rest = after === undefined ? buckets : buckets.filter(comesAfter(after));
  const largest = rest
    .sort(byUsage)
    .slice(0, options.limit)
    .map((bucket) => ({ ...bucket, shown: showName(bucket.path) }));
  const fits = rowsWithRoom(largest, ({ shown }) => shown, ROW_BYTES);
  const last = largest[fits - 1];
  const hasMore = rest.length > fits;
  if (hasMore) report.truncatedBy.add('stopped');
  return {
    total,
    folders: largest.slice(0, fits).map(({ shown, ...bucket }) => ({ ...bucket, path: shown })),
    hash,
    ...summarize(report),
    ...(hasMore && last && { nextCursor: makeCursor(question, [String(last.diskBytes), last.path]) }),
  };
}

async function measure(scope: Scope, { depth, maxEntries = defaultMaxEntries, signal }: UsageOptions) {
  const [total, buckets]: [Bucket, Bucket[]] = [emptyBucket('.'), []];
  const [hash, report, isNew] = [new TreeHash(), newReport(), firstNames()];
  const visitor: Visitor<readonly Bucket[]> = {
    start: [total],
    visit(entry, path, { state }, open) {
      if (scope.hides?.(path, entry.kind === 'directory') === true) return undefined;
      const stats = open.stat(entry.rawName);
      if (stats === undefined) {
        countUnreadable(report, path);
        return undefined;
      }
      hash.add(path, stats);
      if (isNew(stats)) for (const bucket of state) addTo(bucket, stats);
      return undefined;
    },
    descend(_entry, path, folder) {
      if (scope.hides?.(path, true) === true) return undefined;
      if (folder.depth >= depth) return folder.state;
      const bucket = emptyBucket(path);
      buckets.push(bucket);
      return [...folder.state, bucket];
    },
  };
  await walkTree(scope.real, visitor, { maxDepth: defaultMaxDepth, maxEntries, signal }, report);
  return { total, buckets, hash: hash.of(report), report };
}

/** Tells the first name of a file that has several from the others. */
function firstNames(): (stats: Stats) => boolean {
  const counted = new Set<string>();
  return (stats) => {
    if (stats.nlink === 1 || stats.isDirectory()) return true;
    const identity = `${stats.dev}:${stats.ino}`;
    if (counted.has(identity)) return false;
    counted.add(identity);
    return true;
  };
}

type Ranked = Pick<Bucket, 'diskBytes' | 'path'>;

const byUsage = (a: Ranked, b: Ranked): number => b.diskBytes - a.diskBytes || byName(a.path, b.path);

/** Of the folders after the last one of the page before. */
function comesAfter([diskBytes = '', path = '']: readonly string[]): (bucket: Ranked) => boolean {
  const last = { diskBytes: Number(diskBytes), path };
  return (bucket) => byUsage(bucket, last) > 0;
}

const emptyBucket = (path: string): Bucket => ({ path, diskBytes: 0, contentBytes: 0, files: 0 });

function addTo(bucket: Bucket, stats: Stats): void {
  bucket.diskBytes += stats.blocks * blockBytes;
  if (stats.isDirectory()) return;
  bucket.contentBytes += stats.size;
  bucket.files += 1;
}
