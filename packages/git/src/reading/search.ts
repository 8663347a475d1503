import { fail } from '@portolan/runtime';
import type { Repository } from '../repository/open-repository.ts';
import { type Commit, pinnedRevision, readCommits } from './commits.ts';
import { cutText } from './cut-text.ts';
import { findEntry } from './find-entry.ts';
import { decodeBytes, shownName } from './names.ts';
import { pageOf, positionOf } from './page.ts';

export interface Search {
  readonly pattern: string;
  readonly revision: string;
  readonly paths: readonly string[];
  readonly regex: boolean;
  readonly ignore_case: boolean;
}

interface Paging {
  readonly question: unknown;
  readonly cursor: string | undefined;
  readonly limit: number;
}

export interface Match {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** Bytes of one matching line that are shown. */
const LINE_BYTES = 500;
/** Longest line that is looked through to its end, bytes. */
const MAX_LINE = 1024 * 1024;
/** No match: git grep says so by its status. */
const NO_MATCH = 1;

/** Lines of the files at a revision. */
export async function searchContent(
  repository: Repository,
  { pattern, revision, paths, regex, ignore_case }: Search,
  { question, cursor, limit }: Paging,
) {
  const position = positionOf(question, cursor);
  // An id can be no option; `git grep` does not know `--end-of-options`.
  const commit = await pinnedRevision(repository, position.pin, revision);
  const lines = new MatchLines(
    { prefix: commit.length + 1, permits: repository.permits },
    position.skip,
    limit + 1,
  );
  await repository.git(
    [
      'grep',
      '-n',
      '-z',
      '-I',
      '--full-name',
      '--no-color',
      '--no-column',
      '--no-heading',
      '--no-break',
      '--no-textconv',
      regex ? '--extended-regexp' : '--fixed-strings',
      ...(ignore_case ? ['--ignore-case'] : []),
      '-e',
      pattern,
      commit,
      '--',
      ...paths,
    ],
    { accept: [NO_MATCH], consume: (chunk) => lines.push(chunk) },
  );
  const { items, ...next } = pageOf(lines.found, { ...position, pin: commit, question, limit });
  return { matches: [...items], ...next };
}

interface MatchNames {
  /** Characters before the path. */
  readonly prefix: number;
  readonly permits: (path: string) => boolean;
}

/** Takes matches out of what `git grep -n -z` prints: `revision:path NUL line NUL text LF`. */
class MatchLines {
  readonly found: Match[] = [];
  readonly #names: MatchNames;
  readonly #wanted: number;
  #toSkip: number;
  #rest = Buffer.alloc(0);

  constructor(names: MatchNames, skip: number, wanted: number) {
    this.#names = names;
    this.#toSkip = skip;
    this.#wanted = wanted;
  }

  push(chunk: Buffer): 'more' | 'stop' {
    let buffer = Buffer.concat([this.#rest, chunk]);
    for (let match = nextMatch(buffer); match; match = nextMatch(buffer)) {
      buffer = buffer.subarray(match.end);
      this.#add(match);
      if (this.found.length >= this.#wanted) return 'stop';
    }
    this.#rest = buffer.subarray(0, MAX_LINE);
    return 'more';
  }

  #add({ name, line, text }: RawMatch): void {
    const path = shownName(name.slice(this.#names.prefix));
    if (!this.#names.permits(path)) return;
    if (this.#toSkip > 0) {
      this.#toSkip -= 1;
      return;
    }
    this.found.push({ path, line, text: cutText(text, LINE_BYTES) });
  }
}

interface RawMatch {
  readonly name: string;
  readonly line: number;
  readonly text: string;
  readonly end: number;
}

function nextMatch(buffer: Buffer): RawMatch | undefined {
  const afterName = buffer.indexOf(0);
  const afterLine = afterName === -1 ? -1 : buffer.indexOf(0, afterName + 1);
  const end = afterLine === -1 ? -1 : buffer.indexOf(0x0a, afterLine + 1);
  if (end === -1) return undefined;
  return {
    name: decodeBytes(buffer.subarray(0, afterName)),
    line: Number(buffer.toString('latin1', afterName + 1, afterLine)),
    text: buffer.toString('utf8', afterLine + 1, Math.min(end, afterLine + 1 + LINE_BYTES * 2)),
    end: end + 1,
  };
}

/** Commits by what they changed or by their message. */
export async function searchCommits(
  repository: Repository,
  { where, pattern, revision, paths, regex, ignore_case }: Search & { readonly where: 'changes' | 'message' },
  { question, cursor, limit }: Paging,
) {
  const position = positionOf(question, cursor);
  const start = await pinnedRevision(repository, position.pin, revision);
  if (where === 'changes') await demandFile(repository, start, paths);
  const kind = regex ? '--extended-regexp' : '--fixed-strings';
  const filters =
    where === 'message' ? [`--grep=${pattern}`, kind] : [regex ? `-G${pattern}` : `-S${pattern}`, kind];
  const found: readonly Commit[] = await readCommits(repository, [start], {
    skip: position.skip,
    count: limit + 1,
    filters: [...filters, ...(ignore_case ? ['--regexp-ignore-case'] : [])],
    paths,
  });
  const { items, ...next } = pageOf(found, { ...position, pin: start, question, limit });
  return { commits: [...items], ...next };
}

/**
 * Which commits change a text says something of files that a policy keeps back, also of such as are gone since:
 * then only a single file is searched.
 */
async function demandFile(repository: Repository, commit: string, paths: readonly string[]): Promise<void> {
  if (!repository.constrained) return;
  const [path] = paths;
  const entry =
    path === undefined || path === '.' ? undefined : await findEntry(repository.objects, commit, path);
  if (entry !== undefined && entry.kind !== 'directory') return;
  fail('forbidden', 'The policy keeps paths from this caller, so changes are searched in one file only.', {
    next: 'Pass the path of a file that is there at the revision.',
  });
}
