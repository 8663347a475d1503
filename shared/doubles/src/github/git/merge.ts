import { per } from '../state/per.ts';
import type { GitStore } from './git-store.ts';
import { Memo } from './memo.ts';
import { runGit } from './run-git.ts';

const memoOf = per((_git: GitStore) => new Memo<string | undefined>());

/** The tree of two commits merged; nothing when they conflict. */
export function mergeTrees(git: GitStore, one: string, other: string): string | undefined {
  return memoOf(git).once(`${one} ${other}`, () => {
    const { code, stdout } = runGit(git.folder, ['merge-tree', '--write-tree', one, other], {
      codes: [0, 1],
    });
    return code === 0 ? stdout.toString('utf8').trim() : undefined;
  });
}
