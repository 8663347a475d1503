import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('previews, restores by name only, and keeps the changes', async () => {
  const { ok, refused, commit, put, git, repo } = await connectGit({ argv: ['--yes'] });
  commit('one', { a: '1\n', b: '1\n' });
  put('a', 'mine\n');
  put('b', 'mine\n');
  expect(await refused('restore', { files: ['*'] })).toBe('not_found');
  expect((await ok('restore', { files: ['a'] })).structured).toMatchObject({ done: false, files: ['a'] });
  const { structured } = await ok('restore', { files: ['a'], preview: false });
  expect(readFileSync(join(repo, 'a'), 'utf8')).toBe('1\n');
  expect(readFileSync(join(repo, 'b'), 'utf8')).toBe('mine\n');
  expect(git('show', `${structured.backup}:a`)).toBe('mine');
  await ok('restore', { files: ['a'], revision: String(structured.backup), preview: false });
  expect(readFileSync(join(repo, 'a'), 'utf8')).toBe('mine\n');
  expect(await refused('restore', { files: ['../x'] })).toBe('outside_roots');
});
