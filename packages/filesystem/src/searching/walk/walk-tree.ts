import { osCode } from '../../access/os-error.ts';
import { keepYoungGeneration, MANY_ENTRIES } from '../../memory/young-generation.ts';
import { type Due, dueNames, liesBefore } from './position.ts';
import { ProvedFolder } from './proved-folder.ts';
import { readEntries } from './read-entries.ts';
import { TimeSlices } from './time-slices.ts';
import type { RawName } from './unproved-file.ts';
import { countUnreadable, newReport, type WalkReport } from './walk-report.ts';

/** What an entry is; `other` are devices, FIFOs and sockets. */
export type EntryKind = 'file' | 'directory' | 'symlink' | 'other';

/** One thing found in a folder. Symbolic links are entries and are never followed. */
export interface WalkEntry {
  readonly name: string;
  /** What the system must be given to open it; differs from `name` where the name is not UTF-8. */
  readonly rawName: RawName;
  readonly kind: EntryKind;
}

/** The entries of a folder by name, to go through from the first; those of a large one are made on the way. */
export type WalkEntries = Iterable<WalkEntry>;

/** The folder a walk is in. `descend`ing makes the state of a sub-folder from the state of its parent. */
export interface WalkFolder<State> {
  /** Relative to the start, `/` between names, empty for the start itself. */
  readonly path: string;
  readonly depth: number;
  readonly state: State;
}

/** Whether a walk ends here. */
export type Verdict = 'stop' | undefined;

/** What a walk does at each entry; `State` goes from a folder to those in it. */
export interface Visitor<State> {
  readonly start: State;
  /** Called once for a folder before its entries, for example to read its `.gitignore`. May replace the state. */
  enter?(folder: WalkFolder<State>, open: ProvedFolder, entries: WalkEntries): State;
  /** Called for each entry in order; `stop` ends the walk after it. A promise is waited for. */
  visit(
    entry: WalkEntry,
    path: string,
    folder: WalkFolder<State>,
    open: ProvedFolder,
  ): Verdict | Promise<Verdict>;
  /** Called once for a folder after all its entries, unless the walk ended in it or it was unreadable. */
  leave?(folder: WalkFolder<State>): void;
  /** The state of a sub-folder, or nothing to stay out of it. */
  descend(entry: WalkEntry, path: string, folder: WalkFolder<State>): State | undefined;
}

/** With `breadthFirst`, what a budget cuts off is the depth. */
export interface WalkLimits extends Due {
  /** Levels below the start; 0 visits the entries of the start only. */
  readonly maxDepth: number;
  /** Entries looked at, matching or not. */
  readonly maxEntries: number;
  /** The slices of a visitor that pauses by itself. */
  readonly slices?: TimeSlices | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Walks a tree in a fixed order, in slices of a few milliseconds, holding one descriptor at a time.
 *
 * @param real the real path of the start, already proved to lie inside a root
 * @throws the signal's reason when it is aborted
 */
export async function walkTree<State>(
  real: string,
  visitor: Visitor<State>,
  limits: WalkLimits,
  report: WalkReport = newReport(),
): Promise<WalkReport> {
  const slices = limits.slices ?? new TimeSlices(limits.signal);
  let level: WalkFolder<State>[] = [{ path: '', depth: 0, state: visitor.start }];
  let next: WalkFolder<State>[] = [];
  while (level.length > 0) {
    const folder = level.pop();
    if (folder === undefined) break;
    const below = await walkFolder(real, folder, visitor, limits, report, slices);
    if (below === 'stop') break;
    if (limits.breadthFirst === true) for (const sub of below) next.push(sub);
    else for (const sub of below.reverse()) level.push(sub);
    if (level.length === 0) [level, next] = [next.reverse(), []];
  }
  return report;
}

async function walkFolder<State>(
  real: string,
  reached: WalkFolder<State>,
  visitor: Visitor<State>,
  limits: WalkLimits,
  report: WalkReport,
  slices: TimeSlices,
): Promise<'stop' | WalkFolder<State>[]> {
  if (slices.over) await slices.rest();
  const open = openOrCount(real, reached.path, report);
  if (open === undefined) return [];
  try {
    const entries = await listOrCount(open, reached.path, report, limits.signal);
    report.folders += 1;
    const folder = { ...reached, state: visitor.enter?.(reached, open, entries) ?? reached.state };
    return await visitEntries({ entries, folder, open, visitor, limits, report, slices });
  } finally {
    open.close();
  }
}

interface FolderWalk<State> {
  readonly entries: WalkEntries;
  readonly folder: WalkFolder<State>;
  readonly open: ProvedFolder;
  readonly visitor: Visitor<State>;
  readonly limits: WalkLimits;
  readonly report: WalkReport;
  readonly slices: TimeSlices;
}

async function visitEntries<State>(walk: FolderWalk<State>): Promise<'stop' | WalkFolder<State>[]> {
  const { folder, visitor, limits, report, slices } = walk;
  const below: WalkFolder<State>[] = [];
  const prefix = folder.path === '' ? '' : `${folder.path}/`;
  const isDue = dueNames(folder.path, limits);
  for (const entry of walk.entries) {
    const path = prefix + entry.name;
    if (isDue(entry.name)) {
      if (report.entries >= limits.maxEntries) {
        report.truncatedBy.add('entries');
        return 'stop';
      }
      report.entries += 1;
      if (report.entries % MANY_ENTRIES === 0) keepYoungGeneration();
      const verdict = visitor.visit(entry, path, folder, walk.open);
      if ((verdict instanceof Promise ? await verdict : verdict) === 'stop') return 'stop';
      if (slices.over) await slices.rest();
    }
    if (entry.kind !== 'directory' || isOver(path, limits)) continue;
    const state = visitor.descend(entry, path, folder);
    if (state === undefined) continue;
    if (folder.depth >= limits.maxDepth) report.truncatedBy.add('depth');
    else below.push({ path, depth: folder.depth + 1, state });
  }
  visitor.leave?.(folder);
  return below;
}

/** Whether nothing of a folder is due. Level by level, what lies below an early folder may still be. */
const isOver = (path: string, { after, breadthFirst }: WalkLimits): boolean =>
  after !== undefined && breadthFirst !== true && liesBefore(path, after);

function openOrCount(real: string, path: string, report: WalkReport): ProvedFolder | undefined {
  try {
    return new ProvedFolder(path === '' ? real : `${real === '/' ? '' : real}/${path}`);
  } catch (error) {
    if (osCode(error) === undefined) throw error;
    countUnreadable(report, path);
    return undefined;
  }
}

async function listOrCount(
  open: ProvedFolder,
  path: string,
  report: WalkReport,
  signal: AbortSignal | undefined,
): Promise<WalkEntries> {
  try {
    return await readEntries(open, signal);
  } catch (error) {
    if (osCode(error) === undefined) throw error;
    countUnreadable(report, path);
    return [];
  }
}
