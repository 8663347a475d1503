import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

const patchOf = (path: string, from = '1', to = '2') =>
  `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-${from}\n+${to}\n`;
const newFile = (path: string) =>
  `diff --git a/${path} b/${path}\nnew file mode 100644\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+x\n`;

it('applies to the work tree or stages a hunk, all or nothing', async () => {
  const { ok, refused, commit, git, repo } = await connectGit();
  commit('one', { a: '1\n', b: '1\n' });
  const both = patchOf('a') + patchOf('b', 'other');
  expect(await refused('apply_patch', { patch: both })).toBe('conflict');
  expect(git('status', '--porcelain')).toBe('');
  expect((await ok('apply_patch', { patch: patchOf('a'), check: true })).structured).toEqual({
    files: ['a'],
    applied: false,
  });
  await ok('apply_patch', { patch: patchOf('a'), to: 'index' });
  expect(git('status', '--porcelain')).toBe('MM a');
  expect(readFileSync(join(repo, 'a'), 'utf8')).toBe('1\n');
});

it('leads nowhere else', async () => {
  const { refused, commit, repo, outside } = await connectGit();
  symlinkSync(outside, join(repo, 'link'));
  commit('one', { a: '1\n' });
  for (const path of ['../outside/x', 'link/x', '.git/hooks/x', `${outside}/x`]) {
    expect(await refused('apply_patch', { patch: newFile(path) })).toMatch(
      /outside_roots|invalid_arguments|upstream_error/,
    );
  }
  expect(existsSync(join(outside, 'x'))).toBe(false);
  expect(existsSync(join(repo, '.git/hooks/x'))).toBe(false);
  expect(await refused('apply_patch', { patch: 'no patch' })).toBe('invalid_arguments');
});
