import type { Repository } from '../repository/open-repository.ts';
import { shownName } from './names.ts';
import { parsedNumstat } from './parse-raw.ts';
import { nameParts } from './records.ts';

export interface FileChange {
  readonly path: string;
  readonly from?: string;
  readonly added?: number | undefined;
  readonly deleted?: number | undefined;
}

export interface CommitWithFiles {
  readonly commit: string;
  readonly author: string;
  readonly date: string;
  readonly subject: string;
  readonly files: readonly FileChange[];
}

const FIELDS = ['%H', '%an <%ae>', '%aI', '%s'];
const MAX_BYTES = 64 * 1024 * 1024;
const numbers = /^\n?(?:\d+|-)\t(?:\d+|-)\t/;

/** Commits with the counts of what each changed; `cut` when there was too much to read. */
export async function readCommitsWithFiles(
  repository: Repository,
  args: readonly string[],
): Promise<{ readonly commits: readonly CommitWithFiles[]; readonly cut: boolean }> {
  const { stdout, truncated } = await repository.git(
    [
      'log',
      '-z',
      `--format=tformat:${FIELDS.join('%x00')}`,
      '--numstat',
      '-M',
      '--no-ext-diff',
      '--no-textconv',
      '--no-show-signature',
      '--no-color',
      ...args,
    ],
    { maxBytes: MAX_BYTES },
  );
  return { commits: parse([...nameParts(stdout)].reverse()), cut: truncated };
}

/** @param left the parts still to read, the next one last */
function parse(left: string[]): readonly CommitWithFiles[] {
  const commits: CommitWithFiles[] = [];
  while (left.length >= FIELDS.length) {
    const [commit = '', author = '', date = '', subject = ''] = FIELDS.map(() => left.pop()?.toWellFormed());
    const files: FileChange[] = [];
    // What follows are its files, until the id of the next commit, which holds no tab.
    while (numbers.test(left.at(-1) ?? '')) files.push(nextFile(left));
    commits.push({ commit, author, date, subject, files });
  }
  return commits;
}

function nextFile(left: string[]): FileChange {
  const { inline, ...counts } = parsedNumstat((left.pop() ?? '').replace(/^\n/, ''));
  if (inline !== '') return { path: inline, ...counts };
  const from = shownName(left.pop() ?? '');
  return { path: shownName(left.pop() ?? ''), from, ...counts };
}
