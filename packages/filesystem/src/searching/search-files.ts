import { makeCursor, readCursor } from '@portolan/runtime';
import { rowsWithRoom } from '../listing/page-room.ts';
import { showName } from '../roots/show.ts';
import { compileGlob, type GlobState } from './glob/glob.ts';
import { type Scope, shownPath } from './scope.ts';
import { createSelection, type SelectionOptions, type SelectionState } from './selection.ts';
import type { Position } from './walk/position.ts';
import { newReport, type WalkReport } from './walk/walk-report.ts';
import { type Visitor, type WalkLimits, walkTree } from './walk/walk-tree.ts';

/** What paths must match, and which page is asked for. */
export interface SearchOptions extends SelectionOptions {
  /** A glob relative to the start, as the official server takes it. */
  readonly pattern: string;
  /** Results of one answer. */
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly maxDepth?: number | undefined;
  readonly maxEntries?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How much of a tree was seen. */
export interface WalkSummary {
  readonly entriesSeen: number;
  readonly unreadable: number;
  readonly unreadablePaths: readonly string[];
  /** Whether something was left out, and why. */
  readonly truncated: boolean;
  readonly truncatedBy: readonly string[];
}

/** One page of paths. */
export interface SearchResult extends WalkSummary {
  /** Full paths in walk order: the entries of a folder by name, then its sub-folders by name. */
  readonly paths: readonly string[];
  readonly nextCursor?: string;
}

/** In both forms. */
const LINE_END_BYTES = 4;
/** Deeper than any real tree, below the longest path a system takes. */
export const defaultMaxDepth = 2_000;
/** Entries one call looks at; about two seconds of walking. */
export const defaultMaxEntries = 1_000_000;

/**
 * Finds entries whose path relative to the start matches a glob. Folders match too, links are not followed.
 *
 * @throws ToolError `invalid_arguments` for a bad pattern or cursor; the signal's reason when aborted
 */
export async function searchFiles(scope: Scope, options: SearchOptions): Promise<SearchResult> {
  const { pattern, excludePatterns, gitignore, maxDepth, limit } = options;
  const question = ['search_files', scope.real, pattern, excludePatterns ?? [], gitignore === true, maxDepth];
  const limits = walkLimits(options, readPosition(question, options.cursor));
  const found: Position[] = [];
  const seen = { folder: '', name: '' };
  const visitor = await searchVisitor(scope, options, seen, (position) => {
    found.push(position);
    return found.length > limit;
  });
  const report = await walkTree(scope.real, visitor, limits, newReport());
  const page = found
    .slice(0, limit)
    .map(({ folder, name }) => showName(shownPath(scope, folder === '' ? name : `${folder}/${name}`)));
  const fits = rowsWithRoom(page, (path) => path, LINE_END_BYTES);
  const hasMore = found.length > fits;
  if (hasMore) report.truncatedBy.add('stopped');
  const last = hasMore ? found[fits - 1] : report.truncatedBy.has('entries') ? seen : undefined;
  return {
    paths: page.slice(0, fits),
    ...summarize(report),
    ...(last && { nextCursor: makeCursor(question, [last.folder, last.name]) }),
  };
}

interface SearchState {
  readonly glob: GlobState;
  readonly selection: SelectionState;
}

async function searchVisitor(
  scope: Scope,
  options: SearchOptions,
  seen: { folder: string; name: string },
  found: (position: Position) => boolean,
): Promise<Visitor<SearchState>> {
  const glob = compileGlob(options.pattern);
  const selection = await createSelection(scope, options);
  return {
    start: { glob: glob.start, selection: selection.start },
    enter: (folder, open, entries) => ({
      glob: folder.state.glob,
      selection: selection.enter({ ...folder, state: folder.state.selection }, open, entries),
    }),
    visit(entry, path, { path: folder, state }) {
      seen.folder = folder;
      seen.name = entry.name;
      if (!glob.accepts(state.glob, entry.name) || selection.leavesOut(entry, path, state.selection))
        return undefined;
      return found({ folder, name: entry.name }) ? 'stop' : undefined;
    },
    descend(entry, path, { state }) {
      const inside = glob.enter(state.glob, entry.name);
      if (!glob.leadsOn(inside) || selection.leavesOut(entry, path, state.selection)) return undefined;
      return { glob: inside, selection: selection.descend(entry.name, state.selection) };
    },
  };
}

/** Where a cursor made by `makeCursor` with a folder and a name stands. */
export function readPosition(question: unknown, cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined;
  const [folder = '', name = ''] = readCursor(question, cursor, 2);
  return { folder, name };
}

/** The bounds of a walk, with the usual ones where the caller names none. */
export function walkLimits(
  options: Pick<SearchOptions, 'maxDepth' | 'maxEntries' | 'signal'>,
  after: Position | undefined,
): WalkLimits {
  return {
    maxDepth: options.maxDepth ?? defaultMaxDepth,
    maxEntries: options.maxEntries ?? defaultMaxEntries,
    after,
    signal: options.signal,
  };
}

/** What a walk tells its caller about what it left out. */
export function summarize(report: WalkReport): WalkSummary {
  const truncatedBy = [...report.truncatedBy].map((reason) => (reason === 'stopped' ? 'limit' : reason));
  return {
    entriesSeen: report.entries,
    unreadable: report.unreadable,
    unreadablePaths: report.unreadablePaths.map(showName),
    truncated: truncatedBy.length > 0,
    truncatedBy,
  };
}
