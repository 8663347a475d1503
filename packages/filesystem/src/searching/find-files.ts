import { makeCursor, readCursor } from '@portolan/runtime';
import { rowsWithRoom } from '../listing/page-room.ts';
import { showName } from '../roots/show.ts';
import { compileGlob, type GlobState } from './glob/glob.ts';
import { type Scope, shownPath } from './scope.ts';
import { summarize, type WalkSummary, walkLimits } from './search-files.ts';
import { createSelection, type SelectionOptions, type SelectionState } from './selection.ts';
import { byName } from './walk/position.ts';
import { countUnreadable, newReport } from './walk/walk-report.ts';
import { type EntryKind, type Visitor, walkTree } from './walk/walk-tree.ts';

/** What entries must have, and in which order they are given. */
export interface FindOptions extends SelectionOptions {
  /** A glob: on the name anywhere below the start, or on the relative path where it holds a slash. */
  readonly name?: string | undefined;
  readonly kind?: EntryKind | undefined;
  /** Bytes, both ends included. */
  readonly minSize?: number | undefined;
  readonly maxSize?: number | undefined;
  /** Milliseconds since 1970, both ends included. */
  readonly modifiedAfterMs?: number | undefined;
  readonly modifiedBeforeMs?: number | undefined;
  readonly sortBy: 'name' | 'size' | 'modified';
  /** The largest, newest, or last first. */
  readonly descending?: boolean | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly maxDepth?: number | undefined;
  readonly maxEntries?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One entry; size in bytes, time of change in milliseconds since 1970. */
export interface FoundFile {
  readonly path: string;
  readonly kind: EntryKind;
  readonly size: number;
  readonly modifiedMs: number;
}

/** One page of what was found. */
export interface FindResult extends WalkSummary {
  readonly files: readonly FoundFile[];
  /** Entries that passed the filters, in this page or not. */
  readonly matches: number;
  readonly nextCursor?: string;
}

/** Kind, size and time in both forms, and the names of the fields. */
const ROW_BYTES = 200;

/** A pattern without a slash means the name anywhere below the start, as in ripgrep and `.gitignore`. */
export const anywhere = (pattern: string): string => (pattern.includes('/') ? pattern : `**/${pattern}`);

/**
 * Finds entries by name, kind, size and time, sorted over everything found.
 *
 * @throws ToolError `invalid_arguments` for a bad pattern or cursor; the signal's reason when aborted
 */
export async function findFiles(scope: Scope, options: FindOptions): Promise<FindResult> {
  const report = newReport();
  const { cursor, limit, signal: _, ...asked } = options;
  const question = ['find_files', scope.real, asked];
  const best = new Best(compareBy(options), limit, readPlace(question, cursor));
  const glob = compileGlob(anywhere(options.name ?? '*'));
  const selection = await createSelection(scope, options);
  const visitor: Visitor<FindState> = {
    start: { glob: glob.start, selection: selection.start },
    enter: (folder, open, entries) => ({
      glob: folder.state.glob,
      selection: selection.enter({ ...folder, state: folder.state.selection }, open, entries),
    }),
    visit(entry, path, { state }, open) {
      if (options.kind !== undefined && entry.kind !== options.kind) return undefined;
      if (!glob.accepts(state.glob, entry.name) || selection.leavesOut(entry, path, state.selection))
        return undefined;
      const stats = open.stat(entry.rawName);
      if (stats === undefined) countUnreadable(report, path);
      else if (isWithin(stats.size, stats.mtimeMs, options)) {
        best.add({ path, kind: entry.kind, size: stats.size, modifiedMs: stats.mtimeMs });
      }
      return undefined;
    },
    descend(entry, path, { state }) {
      const inside = glob.enter(state.glob, entry.name);
      if (!glob.leadsOn(inside) || selection.leavesOut(entry, path, state.selection)) return undefined;
      return { glob: inside, selection: selection.descend(entry.name, state.selection) };
    },
  };
  await walkTree(scope.real, visitor, walkLimits(options, undefined), report);
  const found = best.take();
  const files = found.map((file) => ({ ...file, path: showName(shownPath(scope, file.path)) }));
  const fits = rowsWithRoom(files, ({ path }) => path, ROW_BYTES);
  const last = found[fits - 1];
  const hasMore = last !== undefined && best.left > fits;
  if (hasMore) report.truncatedBy.add('stopped');
  return {
    files: files.slice(0, fits),
    matches: best.seen,
    ...summarize(report),
    ...(hasMore && { nextCursor: makeCursor(question, [last.path, `${last.size}`, `${last.modifiedMs}`]) }),
  };
}

/** What an order compares. */
type Place = Pick<FoundFile, 'path' | 'size' | 'modifiedMs'>;

/** The last entry of the page before. */
function readPlace(question: unknown, cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const [path = '', size = '', modifiedMs = ''] = readCursor(question, cursor, 3);
  return { path, size: Number(size), modifiedMs: Number(modifiedMs) };
}

interface FindState {
  readonly glob: GlobState;
  readonly selection: SelectionState;
}

function isWithin(size: number, modifiedMs: number, options: FindOptions): boolean {
  return (
    size >= (options.minSize ?? 0) &&
    size <= (options.maxSize ?? Number.POSITIVE_INFINITY) &&
    modifiedMs >= (options.modifiedAfterMs ?? Number.NEGATIVE_INFINITY) &&
    modifiedMs <= (options.modifiedBeforeMs ?? Number.POSITIVE_INFINITY)
  );
}

type Compare = (a: Place, b: Place) => number;

function compareBy({ sortBy, descending }: FindOptions): Compare {
  const turn = descending === true ? -1 : 1;
  const compare: Compare =
    sortBy === 'size'
      ? (a, b) => a.size - b.size
      : sortBy === 'modified'
        ? (a, b) => a.modifiedMs - b.modifiedMs
        : (a, b) => byName(a.path, b.path);
  return (a, b) => turn * compare(a, b) || byName(a.path, b.path);
}

/**
 * Keeps the first few in an order after a place in it, and never many more. What comes behind
 * enough better ones is forgotten at once, so that of a large tree little lives longer than a moment.
 */
class Best {
  readonly #compare: Compare;
  readonly #limit: number;
  readonly #after: Place | undefined;
  #kept: FoundFile[] = [];
  /** The last of those that fill the page; undefined until so many were seen. */
  #worst: Place | undefined;
  seen = 0;
  /** Those of `seen` that come after the place. */
  left = 0;

  constructor(compare: Compare, limit: number, after: Place | undefined) {
    this.#compare = compare;
    this.#limit = limit;
    this.#after = after;
  }

  add(file: FoundFile): void {
    this.seen += 1;
    if (this.#after !== undefined && this.#compare(this.#after, file) >= 0) return;
    this.left += 1;
    if (this.#worst !== undefined && this.#compare(this.#worst, file) <= 0) return;
    this.#kept.push(file);
    if (this.#kept.length >= 1.25 * this.#limit + 64) this.take();
  }

  take(): readonly FoundFile[] {
    this.#kept = this.#kept.sort(this.#compare).slice(0, this.#limit);
    this.#worst = this.#kept[this.#limit - 1];
    return this.#kept;
  }
}
