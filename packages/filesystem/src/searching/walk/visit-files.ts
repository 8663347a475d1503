import { keepYoungGeneration, MANY_ENTRIES } from '../../memory/young-generation.ts';
import { dueNames } from './position.ts';
import { TimeSlices } from './time-slices.ts';
import { countUnreadable, type WalkReport } from './walk-report.ts';
import type { Verdict, Visitor, WalkEntry, WalkFolder, WalkLimits } from './walk-tree.ts';

/** Files of one folder, by name, that somebody else found. */
export interface NamedFiles {
  /** Relative to the start, `/` between names, empty for the start itself. */
  readonly folder: string;
  readonly entries: readonly WalkEntry[];
  /** The folder on the way that no path leads into, where there is one. */
  readonly closedAt: string | undefined;
}

/** A visitor that needs to know of a folder only where it lies. */
export interface FileVisitor<State> extends Pick<Visitor<State>, 'start' | 'descend'> {
  visit(
    entry: WalkEntry,
    path: string,
    folder: WalkFolder<State>,
    at: { readonly real: string },
  ): Verdict | Promise<Verdict>;
}

/**
 * Visits files as a walk would that meets no others, without opening a folder. The visitor is asked about
 * each folder on the way once. Whoever opens a file must prove that it lies where its path says.
 *
 * @param files in the order of a walk
 * @throws the signal's reason when it is aborted
 */
export async function visitFiles<State>(
  real: string,
  files: Iterable<NamedFiles>,
  visitor: FileVisitor<State>,
  limits: WalkLimits,
  report: WalkReport,
): Promise<void> {
  const slices = limits.slices ?? new TimeSlices(limits.signal);
  const way = new Way(visitor, limits, report);
  for (const { folder: path, entries, closedAt } of files) {
    const isDue = dueNames(path, limits);
    const due = entries.filter(({ name }) => isDue(name));
    const folder = due.length === 0 ? undefined : way.to(path, closedAt);
    if (folder === undefined) continue;
    const at = { real: path === '' ? real : `${real === '/' ? '' : real}/${path}` };
    for (const entry of due) {
      if (report.entries >= limits.maxEntries) {
        report.truncatedBy.add('entries');
        return;
      }
      report.entries += 1;
      if (report.entries % MANY_ENTRIES === 0) keepYoungGeneration();
      const verdict = visitor.visit(entry, path === '' ? entry.name : `${path}/${entry.name}`, folder, at);
      if ((verdict instanceof Promise ? await verdict : verdict) === 'stop') return;
      if (slices.over) await slices.rest();
    }
  }
}

/** The folders on the way to the files, each with its state, or nothing where the visitor stays out of it. */
class Way<State> {
  readonly #visitor: FileVisitor<State>;
  readonly #limits: WalkLimits;
  readonly #report: WalkReport;
  readonly #known = new Map<string, WalkFolder<State> | undefined>();

  constructor(visitor: FileVisitor<State>, limits: WalkLimits, report: WalkReport) {
    this.#visitor = visitor;
    this.#limits = limits;
    this.#report = report;
    this.#known.set('', { path: '', depth: 0, state: visitor.start });
  }

  to(path: string, closedAt: string | undefined): WalkFolder<State> | undefined {
    let folder = this.#known.get('');
    for (let end = path.indexOf('/'); folder !== undefined && folder.path !== path; ) {
      const next = end === -1 ? path : path.slice(0, end);
      folder = this.#enter(next, folder, next === closedAt);
      end = end === -1 ? -1 : path.indexOf('/', end + 1);
    }
    return folder;
  }

  #enter(path: string, above: WalkFolder<State>, isClosed: boolean): WalkFolder<State> | undefined {
    if (this.#known.has(path)) return this.#known.get(path);
    const folder = this.#below(path, above);
    if (folder !== undefined && isClosed) countUnreadable(this.#report, path);
    this.#known.set(path, isClosed ? undefined : folder);
    return isClosed ? undefined : folder;
  }

  #below(path: string, above: WalkFolder<State>): WalkFolder<State> | undefined {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const state = this.#visitor.descend({ name, rawName: name, kind: 'directory' }, path, above);
    if (state === undefined) return undefined;
    if (above.depth >= this.#limits.maxDepth) {
      this.#report.truncatedBy.add('depth');
      return undefined;
    }
    return { path, depth: above.depth + 1, state };
  }
}
