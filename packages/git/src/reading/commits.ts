import * as z from 'zod';
import type { Repository } from '../repository/open-repository.ts';
import { checkRevision } from '../running/grammar.ts';
import { cutText } from './cut-text.ts';
import { records } from './records.ts';
import { learnCommits, type WalkedCommit, walkCommits } from './walk-commits.ts';

export const Commit = z.object({
  commit: z.string(),
  parents: z.array(z.string()),
  author: z.string(),
  date: z.string(),
  refs: z.string().optional(),
  subject: z.string(),
  body: z.string().optional(),
});
export type Commit = z.output<typeof Commit>;

/** A commit where others are beside it. */
export const ShortCommit = Commit.pick({ commit: true, author: true, date: true, subject: true });

const FIELDS = '%H%x00%P%x00%an <%ae>%x00%aI%x00%D%x00%s%x00%b%x00%ct';
const WIDTH = 8;
/** Bytes of one subject and one body; `show` gives a longer body. */
const SUBJECT_BYTES = 400;

/** Options by which `git log` prints records no message can forge, and runs nothing. */
const logFormat = [
  '-z',
  `--format=tformat:${FIELDS}`,
  '--no-show-signature',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--decorate=short',
] as const;

export interface LogOptions {
  readonly skip?: number;
  readonly count: number;
  /** Bytes of a body; 0 leaves it out. */
  readonly bodyBytes?: number;
  readonly filters?: readonly string[];
  readonly paths?: readonly string[];
}

/** Commits reachable from revisions that passed the grammar, newest first. */
export async function readCommits(
  repository: Repository,
  revisions: readonly string[],
  { skip = 0, count, bodyBytes = 0, filters = [], paths = [] }: LogOptions,
): Promise<readonly Commit[]> {
  const [revision] = revisions;
  if (revision !== undefined && revisions.length === 1 && filters.length + paths.length === 0) {
    const walked = await walkCommits(repository, revision, { skip, count });
    if (walked) return walked.map((commit) => toCommit(commit, bodyBytes));
  }
  const { stdout } = await repository.git([
    'log',
    ...logFormat,
    `--skip=${skip}`,
    `--max-count=${count}`,
    ...filters,
    '--end-of-options',
    ...revisions,
    '--',
    ...paths,
  ]);
  const found = records(stdout, WIDTH).map(printed);
  if (paths.length === 0) await learnCommits(repository, found);
  return found.map((commit) => toCommit(commit, bodyBytes));
}

function printed(fields: readonly string[]): WalkedCommit {
  const [
    commit = '',
    parents = '',
    author = '',
    date = '',
    refs = '',
    subject = '',
    body = '',
    seconds = '',
  ] = fields;
  return {
    commit,
    parents: parents === '' ? [] : parents.split(' '),
    author,
    // Newer versions of git write Z for +00:00.
    date: date.replace(/Z$/, '+00:00'),
    refs,
    subject,
    body,
    committed: Number(seconds),
  };
}

function toCommit(
  { commit, parents, author, date, refs, subject, body }: WalkedCommit,
  bodyBytes: number,
): Commit {
  const text = body.trimEnd();
  return {
    commit,
    parents: [...parents],
    author: cutText(author, SUBJECT_BYTES),
    date,
    ...(refs !== '' && { refs: cutText(refs, SUBJECT_BYTES) }),
    subject: cutText(subject, SUBJECT_BYTES),
    ...(bodyBytes > 0 && text !== '' && { body: cutText(text, bodyBytes) }),
  };
}

/**
 * The object id of a revision.
 *
 * @throws ToolError `not_found`
 */
export async function resolveRevision(
  repository: Repository,
  revision: string,
  type: 'commit' | 'tree' = 'commit',
): Promise<string> {
  const known = await repository.objects.info(`${revision}^{${type}}`);
  if (known) return known.id;
  const { stdout } = await repository.git([
    'rev-parse',
    '--verify',
    '--end-of-options',
    `${revision}^{${type}}`,
  ]);
  return stdout.toString('utf8').trim();
}

/**
 * The object a listing of several pages is about: what the first page found, so that nothing new shifts a page.
 *
 * @param pin of the cursor; empty on the first page
 * @throws ToolError `not_found`, `invalid_arguments`
 */
export const pinnedRevision = (
  repository: Repository,
  pin: string,
  revision: string,
  type: 'commit' | 'tree' = 'commit',
): Promise<string> => resolveRevision(repository, pin === '' ? revision : checkRevision(pin, 'cursor'), type);

/** The tree without entries, in the hash the id of a commit shows. */
export const emptyTree = (commit: string): string =>
  commit.length === 64
    ? '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321'
    : '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
