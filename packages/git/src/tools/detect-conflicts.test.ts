import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('names the files that would conflict and writes nothing', async () => {
  const { ok, commit, git, repo } = await connectGit();
  commit('base', { f: 'base\n' });
  git('checkout', '-q', '-b', 'good');
  commit('good', { g: 'x\n' });
  git('checkout', '-q', '-b', 'bad', 'main');
  commit('bad', { f: 'bad\n' });
  git('checkout', '-q', 'main');
  commit('main', { f: 'main\n' });
  const objects = () => readdirSync(join(repo, '.git/objects'), { recursive: true }).length;
  const before = objects();
  expect((await ok('detect_conflicts', { head: 'good' })).structured).toEqual({
    clean: true,
    conflicts: [],
    total: 0,
  });
  expect((await ok('detect_conflicts', { head: 'bad' })).structured).toEqual({
    clean: false,
    conflicts: ['f'],
    total: 1,
  });
  expect(objects()).toBe(before);
});
