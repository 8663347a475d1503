import { makeCursor, readCursor } from '@portolan/runtime';
import { showName } from '../../roots/show.ts';
import { anywhere } from '../find-files.ts';
import { compileGlob, type GlobState } from '../glob/glob.ts';
import { type Scope, shownPath } from '../scope.ts';
import { walkLimits } from '../search-files.ts';
import { createSelection, type Selection, type SelectionState } from '../selection.ts';
import type { Position } from '../walk/position.ts';
import { TimeSlices } from '../walk/time-slices.ts';
import { newReport, type Verdict, type Visitor, type WalkReport, walkTree } from '../walk/walk-tree.ts';
import { type CandidateSearch, startCandidates } from './candidates.ts';
import type { ContentFile, ContentOptions, ContentResult } from './content-types.ts';
import { type FilePlace, FileSearch } from './file-search.ts';
import { createLineMatcher, type LineMatcher } from './line-matcher.ts';
import { literalPattern, parsePattern } from './parse-pattern.ts';
import type { FileMatches, ScanLimits } from './scan-text.ts';

export type { ContentFile, ContentOptions, ContentResult } from './content-types.ts';

const defaultLineLength = 400;
const defaultHeadStartMs = 25;

/**
 * Finds lines in the text files below a folder. Binary files, links and everything that is no regular
 * file are left out; masked files and files with outside names show nothing.
 *
 * @throws ToolError `invalid_arguments` for a bad pattern, glob or cursor; the signal's reason when aborted
 */
export async function searchContent(scope: Scope, options: ContentOptions): Promise<ContentResult> {
  const { pattern, regex, ignoreCase = false, include, exclude, gitignore, limit, context } = options;
  const question = [
    'search_content',
    scope.real,
    pattern,
    regex,
    ignoreCase,
    include,
    exclude,
    gitignore,
    context,
  ];
  const parsed = regex === true ? parsePattern(pattern, ignoreCase) : literalPattern(pattern, ignoreCase);
  const resume = readResume(question, options.cursor);
  const selection = await createSelection(scope, {
    excludePatterns: (exclude ?? []).map(anywhere),
    gitignore,
  });
  const matcher = await createLineMatcher(parsed);
  const ripgrepAfterMs = options.ripgrepAfterMs ?? defaultHeadStartMs;
  await using candidates =
    ripgrepAfterMs === Number.POSITIVE_INFINITY ? undefined : startCandidates(scope.real, parsed, options);
  const waitFrom = performance.now() + ripgrepAfterMs;
  const search = new ContentSearch({ scope, options, matcher, selection, candidates, waitFrom, resume });
  const limits = { ...walkLimits(options, resume?.position), includesAfter: true, slices: search.slices };
  await walkTree(scope.real, search.visitor(), limits, search.report);
  return search.result(question, limit);
}

/** Waits for a promise that never fails, but no longer than the signal allows. */
async function untilAborted(promise: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return promise;
  const { promise: aborted, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve(), { once: true });
  await Promise.race([promise, aborted]);
  signal.throwIfAborted();
}

interface Resume {
  readonly position: Position;
  readonly path: string;
  readonly line: number;
}

function readResume(question: unknown, cursor: string | undefined): Resume | undefined {
  if (cursor === undefined) return undefined;
  const [folder = '', name = '', line = ''] = readCursor(question, cursor, 3);
  return { position: { folder, name }, path: folder === '' ? name : `${folder}/${name}`, line: Number(line) };
}

interface ContentState {
  readonly includes: readonly GlobState[];
  readonly selection: SelectionState;
}

interface Parts {
  readonly scope: Scope;
  readonly options: ContentOptions;
  readonly matcher: LineMatcher;
  readonly selection: Selection;
  readonly candidates: CandidateSearch | undefined;
  /** When to wait for the candidates, on the clock of `performance.now()`. */
  readonly waitFrom: number;
  readonly resume: Resume | undefined;
}

class ContentSearch {
  readonly report: WalkReport = newReport();
  readonly slices: TimeSlices;
  readonly #parts: Parts;
  readonly #fileSearch: FileSearch;
  readonly #files: ContentFile[] = [];
  #matches = 0;
  #stoppedAt: readonly [folder: string, name: string, line: string] | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.slices = new TimeSlices(parts.options.signal);
    this.#fileSearch = new FileSearch(parts.scope, parts.matcher, this.slices, this.report);
  }

  visitor(): Visitor<ContentState> {
    const { selection, options, candidates } = this.#parts;
    const globs = (options.include ?? ['*']).map((pattern) => compileGlob(anywhere(pattern)));
    return {
      start: { includes: globs.map((glob) => glob.start), selection: selection.start },
      enter: (folder, open, entries) => ({
        includes: folder.state.includes,
        selection: selection.enter({ ...folder, state: folder.state.selection }, open, entries),
      }),
      visit: (entry, path, folder, open) => {
        if (entry.kind !== 'file' || candidates?.found?.files.has(path) === false) return undefined;
        const { includes } = folder.state;
        if (!globs.some((glob, index) => glob.accepts(includes[index] ?? [], entry.name))) return undefined;
        if (selection.leavesOut(entry, path, folder.state.selection)) return undefined;
        const search = (): Verdict | Promise<Verdict> => this.#searchFile({ entry, path, open }, folder.path);
        return this.#mustWait(candidates) ? this.#afterChoice(candidates, path, search) : search();
      },
      descend: (entry, path, { state }) => {
        if (candidates?.found?.folders.has(path) === false) return undefined;
        const includes = globs.map((glob, index) => glob.enter(state.includes[index] ?? [], entry.name));
        if (!globs.some((glob, index) => glob.leadsOn(includes[index] ?? []))) return undefined;
        if (selection.leavesOut(entry, path, state.selection)) return undefined;
        return { includes, selection: selection.descend(entry.name, state.selection) };
      },
    };
  }

  #mustWait(candidates: CandidateSearch | undefined): candidates is CandidateSearch {
    return candidates?.isPending === true && performance.now() >= this.#parts.waitFrom;
  }

  async #afterChoice(
    candidates: CandidateSearch,
    path: string,
    search: () => Verdict | Promise<Verdict>,
  ): Promise<Verdict> {
    await untilAborted(candidates.done, this.#parts.options.signal);
    return candidates.found?.files.has(path) === false ? undefined : await search();
  }

  #searchFile(place: FilePlace, folder: string): Verdict | Promise<Verdict> {
    const { path, entry } = place;
    const found = this.#fileSearch.search(place, this.#limits(path));
    if (!(found instanceof Promise)) return this.#take(found, path, folder, entry.name);
    return found.then((later) => this.#take(later, path, folder, entry.name));
  }

  #limits(path: string): ScanLimits {
    const { resume, options } = this.#parts;
    return {
      context: options.context ?? 0,
      maxMatches: Math.min(options.maxMatchesPerFile, options.limit - this.#matches),
      maxLineLength: options.maxLineLength ?? defaultLineLength,
      afterLine: resume?.path === path ? resume.line : 0,
    };
  }

  #take(found: FileMatches | undefined, path: string, folder: string, name: string): Verdict {
    if (found === undefined) return undefined;
    if (found.matches > 0) {
      const shown = showName(shownPath(this.#parts.scope, path));
      this.#files.push({ path: shown, matches: found.matches, lines: found.lines, truncated: found.hasMore });
      this.#matches += found.matches;
    }
    if (!found.hasMore || this.#matches < this.#parts.options.limit) return undefined;
    this.#stoppedAt = [folder, name, String(found.lastLine)];
    return 'stop';
  }

  result(question: unknown, limit: number): ContentResult {
    const reasons = new Set<string>(this.report.truncatedBy);
    if (this.#stoppedAt !== undefined) reasons.add('limit');
    if (this.#files.some(({ truncated }) => truncated) && this.#matches < limit)
      reasons.add('matches per file');
    return {
      files: this.#files,
      matches: this.#matches,
      unreadable: this.report.unreadable,
      unreadablePaths: this.report.unreadablePaths.map(showName),
      truncated: reasons.size > 0,
      truncatedBy: [...reasons],
      ...(this.#stoppedAt === undefined ? {} : { nextCursor: makeCursor(question, this.#stoppedAt) }),
    };
  }
}
