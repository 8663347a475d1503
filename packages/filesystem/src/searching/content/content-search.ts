import { makeCursor } from '@portolan/runtime';
import { PAGE_BYTES } from '../../listing/page-room.ts';
import { keepYoungGeneration } from '../../memory/young-generation.ts';
import { showName } from '../../roots/show.ts';
import { anywhere } from '../find-files.ts';
import { compileGlob, type GlobState } from '../glob/glob.ts';
import { shownPath } from '../scope.ts';
import type { SelectionState } from '../selection.ts';
import type { Position } from '../walk/position.ts';
import { TimeSlices } from '../walk/time-slices.ts';
import { type FileVisitor, visitFiles } from '../walk/visit-files.ts';
import { addNews, newReport, takeNews, type WalkReport } from '../walk/walk-report.ts';
import { type Verdict, type Visitor, type WalkLimits, walkTree } from '../walk/walk-tree.ts';
import type { CandidateFiles } from './candidate-files.ts';
import type { CandidateSearch } from './candidates.ts';
import { ContentPage } from './content-page.ts';
import type { ContentResult } from './content-types.ts';
import { EarlyScan } from './early-scan.ts';
import { type FilePlace, placeOf, positionOf } from './file-place.ts';
import { FileScan } from './file-scan.ts';
import { FileSearch } from './file-search.ts';
import { filesOf } from './parallel/batch.ts';
import type { WorkerOutcome } from './parallel/messages.ts';
import { type DoneBatch, ParallelScan } from './parallel/parallel-scan.ts';
import { scanBatch } from './parallel/scan-batch.ts';
import type { Resume } from './resume.ts';
import type { FileMatches, ScanLimits } from './scan-text.ts';
import type { SearchParts } from './search-parts.ts';
import { untilAborted } from './until-aborted.ts';

const defaultLineLength = 400;
/** Most searches are over before; the others have threads started for them. */
const defaultWorkersAfterMs = 8;
/** Patterns that need the linear engine, which is slow, even for shorter lines than this are left to the other threads. */
const swiftLineLength = 100;

interface ContentState {
  readonly includes: readonly GlobState[];
  readonly selection: SelectionState;
}

/** One search: chooses files on a walk, has them searched here or by other threads, and puts the answer together. */
export class ContentSearch implements Disposable {
  readonly #slices: TimeSlices;
  /** What the walk noted and no file has taken over yet: the walk may be ahead of the files. */
  readonly #walked: WalkReport = newReport();
  readonly #report: WalkReport = newReport();
  readonly #parts: SearchParts;
  readonly #fileSearch: FileSearch;
  readonly #scan: FileScan;
  #startWorkersAt: number;
  #early: EarlyScan | undefined;
  /** The choice, and the first file that was not searched before it came. */
  #chosen: { readonly files: CandidateFiles; readonly from: Position } | undefined;
  #parallel: ParallelScan<WalkReport> | undefined;
  readonly #page = new ContentPage();
  #leftOutInFile = false;
  #stoppedAt: readonly [folder: string, name: string, line: string, shown: string] | undefined;

  constructor(parts: SearchParts) {
    const { scope, options, matcher } = parts;
    this.#parts = parts;
    this.#slices = new TimeSlices(options.signal);
    this.#scan = new FileScan(matcher, this.#slices);
    this.#fileSearch = new FileSearch(scope, this.#scan, this.#report);
    this.#startWorkersAt = performance.now() + (options.workersAfterMs ?? defaultWorkersAfterMs);
    if (parts.resume === undefined && matcher.safeLength >= swiftLineLength) this.#searchEarly();
  }

  /** Searches until everything is found, or as much as is wanted. */
  async run(limits: WalkLimits): Promise<void> {
    const { options, scope } = this.#parts;
    if (options.workersAfterMs === 0) {
      this.#parallel = this.#startWorkers();
      await untilAborted(this.#parallel.ready, options.signal);
    }
    const visitor = this.#visitor();
    const how = { ...limits, slices: this.#slices };
    await walkTree(scope.real, visitor, how, this.#walked);
    if (this.#chosen !== undefined) {
      const { files, from } = this.#chosen;
      await visitFiles(scope.real, files.inOrder(), visitor, { ...how, after: from }, this.#walked);
    }
    await this.#finish();
  }

  #visitor(): Visitor<ContentState> & FileVisitor<ContentState> {
    const { selection, options, candidates } = this.#parts;
    const globs = (options.include ?? ['*']).map((pattern) => compileGlob(anywhere(pattern)));
    return {
      start: { includes: globs.map((glob) => glob.start), selection: selection.start },
      enter: (folder, open, entries) => ({
        includes: folder.state.includes,
        selection: selection.enter({ ...folder, state: folder.state.selection }, open, entries),
      }),
      visit: (entry, path, folder, at) => {
        if (entry.kind !== 'file' || candidates?.found?.has(path) === false) return undefined;
        const { includes } = folder.state;
        if (!globs.some((glob, index) => glob.accepts(includes[index] ?? [], entry.name))) return undefined;
        if (selection.leavesOut(entry, path, folder.state.selection)) return undefined;
        const place = { entry, path, folder: at.real };
        return this.#mustWait(candidates) ? this.#afterChoice(candidates, place) : this.#search(place);
      },
      descend: (entry, path, { state }) => {
        if (candidates?.found?.leadsOn(path) === false) return undefined;
        const includes = globs.map((glob, index) => glob.enter(state.includes[index] ?? [], entry.name));
        if (!globs.some((glob, index) => glob.leadsOn(includes[index] ?? []))) return undefined;
        if (selection.leavesOut(entry, path, state.selection)) return undefined;
        return { includes, selection: selection.descend(entry.name, state.selection) };
      },
    };
  }

  [Symbol.dispose](): void {
    this.#parallel?.[Symbol.dispose]();
  }

  /** Waits for what other threads still search. */
  async #finish(): Promise<void> {
    if (this.#stoppedAt !== undefined || (await this.#parallel?.finish()) === 'stop') return;
    addNews(this.#report, takeNews(this.#walked));
  }

  #mustWait(candidates: CandidateSearch | undefined): candidates is CandidateSearch {
    return candidates?.isPending === true && performance.now() >= this.#parts.waitFrom;
  }

  async #afterChoice(candidates: CandidateSearch, place: FilePlace): Promise<Verdict> {
    const { options } = this.#parts;
    await untilAborted(candidates.choose(), options.signal);
    this.#startWorkersAt = performance.now() + (options.workersAfterMs ?? defaultWorkersAfterMs);
    const { found } = candidates;
    if (found !== undefined && options.gitignore !== true) {
      // Only `.gitignore` files would make it read folders from here on.
      this.#chosen = { files: found, from: positionOf(place) };
      return 'stop';
    }
    return found?.has(place.path) === false ? undefined : await this.#search(place);
  }

  #search(place: FilePlace): Verdict | Promise<Verdict> {
    const news = takeNews(this.#walked);
    const parallel = this.#others();
    // The file a cursor stands in is the first one, and its limits are its own.
    if (parallel !== undefined && place.path !== this.#parts.resume?.path) return parallel.add(place, news);
    addNews(this.#report, news);
    return this.#searchHere(place);
  }

  /** The other threads once they can help. */
  #others(): ParallelScan<WalkReport> | undefined {
    if (this.#parallel !== undefined) return this.#parallel.isReady ? this.#parallel : undefined;
    const { candidates, matcher } = this.#parts;
    // A thread costs 18 MB. A search that ends soon is as quick without, unless its pattern is slow.
    const endsSoon = candidates?.isPlenty === true && matcher.safeLength >= swiftLineLength;
    const isChoosing = candidates?.isPending === true;
    if (!isChoosing && !endsSoon && performance.now() >= this.#startWorkersAt)
      this.#parallel = this.#startWorkers();
    return undefined;
  }

  #startWorkers(): ParallelScan<WalkReport> {
    keepYoungGeneration();
    const { pattern, options, matcher } = this.#parts;
    const limits = this.#fileLimits();
    const here = (files: Iterable<FilePlace>) => scanBatch(this.#scan, files, limits, this.#slices);
    return new ParallelScan({
      task: { pattern, limits },
      merge: (done) => this.#merge(done),
      here: matcher.safeLength >= swiftLineLength ? here : undefined,
      signal: options.signal,
    });
  }

  /** Files that a thread did not search, or found more in than is wanted of the last one, are searched here. */
  async #merge({ note, batch, reply }: DoneBatch<WalkReport>): Promise<Verdict> {
    addNews(this.#report, note);
    if (reply?.isWhole === true && reply.outcomes.length === 0) return undefined;
    const outcomes = new Map(reply?.outcomes);
    let index = -1;
    for (const place of filesOf(batch)) {
      index += 1;
      const outcome = outcomes.get(index);
      if (outcome === undefined && index < (reply?.searched ?? 0)) continue;
      const verdict = this.#isFinal(outcome)
        ? this.#take(this.#fileSearch.admit(outcome, place), place)
        : await this.#searchHere(place);
      if (verdict === 'stop') return 'stop';
      if (this.#slices.over) await this.#slices.rest();
    }
    return undefined;
  }

  #isFinal(outcome: WorkerOutcome | undefined): outcome is Exclude<WorkerOutcome, { kind: 'again' }> {
    if (outcome === undefined || outcome.kind === 'again') return false;
    if (outcome.kind !== 'found') return true;
    const { matches, bytes } = outcome.matches;
    // Without a match it is one that has no room in any page, and must be cut in its turn.
    return matches > 0 && matches <= this.#matchesLeft && bytes <= this.#page.room;
  }

  /** Other than a thread, this one has nothing to do while files are chosen. */
  #searchEarly(): void {
    const { candidates, matcher, options, scope } = this.#parts;
    const early = new EarlyScan(matcher, this.#fileLimits(), options.limit);
    this.#early = early;
    candidates?.hear((files) => {
      early.search(files.map((file) => placeOf(scope.real, file)));
      if (early.hasEnough && candidates.knowsGlobs) candidates.giveUp();
    });
  }

  #searchHere(place: FilePlace): Verdict | Promise<Verdict> {
    if (this.#early?.has(place.path) === true) {
      const early = this.#early.get(place.path);
      if (early === undefined) return undefined;
      if (this.#isFinal(early)) return this.#take(this.#fileSearch.admit(early, place), place);
    }
    const found = this.#fileSearch.search(place, this.#limits(place.path));
    return found instanceof Promise
      ? found.then((later) => this.#take(later, place))
      : this.#take(found, place);
  }

  get #matchesLeft(): number {
    return this.#parts.options.limit - this.#page.matches;
  }

  /** Where in a file the search goes on, if it is the one the page before ended in. */
  #resumeIn(path: string): Pick<Resume, 'line' | 'shown'> {
    const { resume } = this.#parts;
    return resume?.path === path ? resume : { line: 0, shown: 0 };
  }

  #limits(path: string): ScanLimits {
    const { line, shown } = this.#resumeIn(path);
    return {
      ...this.#fileLimits(),
      maxMatches: Math.min(this.#parts.options.maxMatchesPerFile - shown, this.#matchesLeft),
      maxBytes: this.#page.room,
      mustFit: this.#page.files.length > 0,
      afterLine: line,
    };
  }

  /** The limits of a file that is searched before its turn. */
  #fileLimits(): ScanLimits {
    const { context, maxMatchesPerFile, limit, maxLineLength } = this.#parts.options;
    return {
      context: context ?? 0,
      maxMatches: Math.min(maxMatchesPerFile, limit),
      maxBytes: PAGE_BYTES,
      mustFit: true,
      maxLineLength: maxLineLength ?? defaultLineLength,
      afterLine: 0,
    };
  }

  #take(found: FileMatches | undefined, place: FilePlace): Verdict {
    if (found === undefined) return undefined;
    const { path } = place;
    if (found.matches > 0) this.#page.add(showName(shownPath(this.#parts.scope, path)), found);
    if (!found.hasMore) return undefined;
    const isFull = this.#matchesLeft === 0;
    const shown = this.#resumeIn(path).shown + found.matches;
    if (!isFull && shown >= this.#parts.options.maxMatchesPerFile) {
      this.#leftOutInFile = true;
      return undefined;
    }
    const { folder, name } = positionOf(place);
    // A page as long as was asked for lets the next one show as much of the file again.
    this.#stoppedAt = [folder, name, String(found.lastLine), String(isFull ? 0 : shown)];
    return 'stop';
  }

  result(question: unknown): ContentResult {
    const report = this.#report;
    const reasons = new Set<string>(report.truncatedBy);
    if (this.#stoppedAt !== undefined) reasons.add(this.#matchesLeft === 0 ? 'limit' : 'size');
    if (this.#leftOutInFile) reasons.add('matches per file');
    return {
      files: this.#page.files,
      matches: this.#page.matches,
      unreadable: report.unreadable,
      unreadablePaths: report.unreadablePaths.map(showName),
      truncated: reasons.size > 0,
      truncatedBy: [...reasons],
      ...(this.#stoppedAt === undefined ? {} : { nextCursor: makeCursor(question, this.#stoppedAt) }),
    };
  }
}
