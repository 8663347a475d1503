import { per } from '../state/per.ts';
import type { GitStore } from './git-store.ts';
import { Memo } from './memo.ts';

export type FileStatus = 'added' | 'removed' | 'modified' | 'renamed' | 'changed';

/** What happened to one file between two trees. */
export interface FileDiff {
  readonly path: string;
  readonly previousPath: string | undefined;
  readonly status: FileStatus;
  /** The blob after the change; before it, when the file was removed. */
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** The hunks; nothing for a binary file or a pure rename. */
  readonly patch: string | undefined;
}

/** The tree git starts from when there is no parent. */
export const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** GitHub finds renames with these. */
const renames = ['-M50%', '-l3000', '--full-index'];

const memoOf = per((_git: GitStore) => new Memo<readonly FileDiff[]>());

/** The files that differ between two commits or trees, renames found, in the order of paths. */
export function diffFiles(git: GitStore, from: string, to: string): readonly FileDiff[] {
  return memoOf(git).once(`${from} ${to}`, () => {
    const raw = readRaw(git, from, to);
    const counts = readCounts(git, from, to);
    const patches = readPatches(git, from, to);
    return raw.map(({ sections, ...file }, index) => ({
      ...file,
      ...(counts[index] ?? { additions: 0, deletions: 0 }),
      patch: patches.splice(0, sections).join('\n') || undefined,
    }));
  });
}

/** The whole diff as text, as `git diff` prints it. */
export const diffText = (git: GitStore, from: string, to: string): string =>
  git.run(['diff', ...renames, from, to]).toString('utf8');

/** The commits between as mails, as `git format-patch` prints them. */
export const patchText = (git: GitStore, from: string, to: string): string =>
  git.run(['format-patch', '--stdout', ...renames, `${from}..${to}`]).toString('utf8');

const statuses: Readonly<Record<string, FileStatus>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  T: 'changed',
};

function readRaw(git: GitStore, from: string, to: string) {
  const parts = git
    .run(['diff', '--raw', '--no-abbrev', '-z', ...renames, from, to])
    .toString('utf8')
    .split('\0');
  const files = [];
  for (let at = 0; at + 1 < parts.length; ) {
    const [, , before = '', after = '', code = ''] = (parts[at++] ?? '').split(' ');
    const letter = code.charAt(0);
    const first = parts[at++] ?? '';
    const isRename = letter === 'R';
    files.push({
      path: isRename ? (parts[at++] ?? '') : first,
      previousPath: isRename ? first : undefined,
      status: statuses[letter] ?? 'modified',
      sha: letter === 'D' ? before : after,
      // A file that becomes a link is removed and added: two parts of the patch.
      sections: letter === 'T' ? 2 : 1,
    });
  }
  return files;
}

function readCounts(git: GitStore, from: string, to: string) {
  const parts = git
    .run(['diff', '--numstat', '-z', ...renames, from, to])
    .toString('utf8')
    .split('\0');
  const counts = [];
  for (let at = 0; at + 1 < parts.length; at++) {
    const [added = '-', deleted = '-', path] = (parts[at] ?? '').split('\t');
    counts.push({ additions: Number(added) || 0, deletions: Number(deleted) || 0 });
    // A rename has an empty path here and its two paths in parts of their own.
    if (path === '') at += 2;
  }
  return counts;
}

/** The hunks of each file, without the lines that name it. */
function readPatches(git: GitStore, from: string, to: string): string[] {
  const text = diffText(git, from, to);
  if (text === '') return [];
  return text
    .replace(/^diff --git /, '')
    .split(/\ndiff --git /)
    .map((section) => {
      const start = /\n@@ /.exec(section);
      return start ? section.slice(start.index + 1).replace(/\n$/, '') : '';
    });
}
