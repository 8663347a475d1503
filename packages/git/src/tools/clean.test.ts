import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit, runPlainGit } from '../test-support.ts';

it('lists, then deletes untracked files and keeps their content', async () => {
  const { ok, commit, put, git, repo } = await connectGit({ argv: ['--yes'] });
  commit('one', { a: '1\n', '.gitignore': 'ignored\n' });
  put('dir/new "q"', 'mine\n');
  put('ignored', 'x\n');
  runPlainGit(repo, ['init', '-q', 'nested']);
  put('nested/file', 'x\n');
  expect((await ok('clean')).structured).toEqual({
    done: false,
    files: ['dir/new "q"'],
    totalFiles: 1,
    commits: 0,
  });
  expect(existsSync(join(repo, 'dir'))).toBe(true);
  const { structured } = await ok('clean', { preview: false });
  expect(structured).toMatchObject({ done: true });
  expect(existsSync(join(repo, 'dir'))).toBe(false);
  expect([existsSync(join(repo, 'ignored')), existsSync(join(repo, 'nested/file'))]).toEqual([true, true]);
  expect(git('show', `${structured.backup}:dir/new "q"`)).toBe('mine');
});
