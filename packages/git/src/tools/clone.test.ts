import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('clones inside the folders, and fetches no submodule', async () => {
  const { ok, refused, commit, put, git, base, repo } = await connectGit({
    argv: ['--remote-protocols', 'file'],
    folders: ({ base }) => [base],
  });
  put('.gitmodules', `[submodule "s"]\n\tpath = s\n\turl = ext::sh -c touch% ${base}/CANARY\n`);
  commit('one', { a: '1\n' });
  git('update-index', '--add', '--cacheinfo', `160000,${git('rev-parse', 'HEAD')},s`);
  git('commit', '-q', '-m', 'submodule');
  const { structured } = await ok('clone', { url: repo, path: 'copy' });
  expect(structured).toEqual({ repo_path: join(base, 'copy') });
  expect((await ok('log', { repo_path: 'copy' })).structured.commits).toHaveLength(2);
  expect(existsSync(join(base, 'CANARY'))).toBe(false);
  expect(await refused('clone', { url: repo, path: 'copy' })).toBe('already_exists');
});

it('goes nowhere else and takes from nowhere else', async () => {
  const { refused, base, repo, outside } = await connectGit({ argv: ['--remote-protocols', 'file'] });
  symlinkSync(outside, join(repo, 'link'));
  for (const path of ['../x', `${base}/x`, 'link/x']) {
    expect([path, await refused('clone', { url: repo, path })]).toEqual([path, 'outside_roots']);
  }
  expect(await refused('clone', { url: repo, path: '.git/x' })).toBe('invalid_arguments');
  expect(await refused('clone', { url: `file://${outside}`, path: 'x' })).toBe('outside_roots');
  expect(await refused('clone', { url: 'https://example.org/x', path: 'x' })).toBe('forbidden');
  for (const url of ['ext::sh -c x', '--template=x', '-u x', 'a\nb']) {
    expect([url, await refused('clone', { url, path: 'x' })]).toEqual([url, 'invalid_arguments']);
  }
});
