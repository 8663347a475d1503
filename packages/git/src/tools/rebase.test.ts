import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('rebases and keeps the old commits; with conflicts nothing changes', async () => {
  const { ok, refused, commit, git, put } = await connectGit();
  commit('base', { f: 'base\n' });
  git('checkout', '-q', '-b', 'side');
  const old = commit('side', { g: 'side\n' });
  git('checkout', '-q', 'main');
  commit('main', { f: 'main\n' });
  git('checkout', '-q', 'side');
  const { structured } = await ok('rebase', { revision: 'main' });
  expect(structured).toMatchObject({ done: true, conflicts: [] });
  expect(git('log', '--format=%s')).toBe('side\nmain\nbase');
  expect(git('rev-parse', String(structured.backup))).toBe(old);
  commit('clash', { f: 'clash\n' });
  git('checkout', '-q', 'main');
  commit('more', { f: 'more\n' });
  const clash = await ok('rebase', { revision: 'side' });
  expect(clash.structured).toMatchObject({ done: false, conflicts: ['f'], inProgress: false });
  expect(git('status', '--porcelain', '--branch')).toBe('## main');
  expect(clash.structured).not.toHaveProperty('backup');
  put('f', 'dirty\n');
  expect(await refused('rebase', { revision: 'side' })).toBe('conflict');
  expect(git('for-each-ref', '--format=%(refname)', 'refs/portolan')).toBe(structured.backup);
});
