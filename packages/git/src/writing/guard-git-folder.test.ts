import { linkSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it.each([
  'COMMIT_EDITMSG',
  'ORIG_HEAD',
  'logs/HEAD',
  'logs/refs/heads/main',
  'refs/heads/evil',
  'info/exclude',
])('writes nothing through a link at %s', async (name) => {
  const { refused, ok, commit, repo, outside } = await connectGit();
  commit('one');
  const target = join(outside, 'profile');
  writeFileSync(target, 'mine\n');
  const link = join(repo, '.git', name);
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(target, link);
  expect(await refused('commit', { message: '$(touch x)', allow_empty: true })).toBe('outside_roots');
  expect(await refused('create_branch', { branch_name: 'evil2' })).toBe('outside_roots');
  rmSync(target);
  expect(await refused('commit', { message: 'x', allow_empty: true })).toBe('outside_roots');
  rmSync(link);
  await ok('commit', { message: 'x', allow_empty: true });
});

it('the trap is real: plain git writes through such a link', async () => {
  const { git, commit, repo, outside } = await connectGit();
  commit('one');
  const target = join(outside, 'profile');
  writeFileSync(target, 'mine\n');
  rmSync(join(repo, '.git/COMMIT_EDITMSG'));
  symlinkSync(target, join(repo, '.git/COMMIT_EDITMSG'));
  git('commit', '-q', '--allow-empty', '-m', 'theirs');
  expect(readFileSync(target, 'utf8')).toBe('theirs\n');
});

it('refuses a file that has a second name elsewhere', async () => {
  const { refused, commit, repo, outside } = await connectGit();
  commit('one');
  const target = join(outside, 'profile');
  writeFileSync(target, 'mine\n');
  rmSync(join(repo, '.git/COMMIT_EDITMSG'));
  linkSync(target, join(repo, '.git/COMMIT_EDITMSG'));
  expect(await refused('commit', { message: 'x', allow_empty: true })).toBe('unsupported');
  expect(readFileSync(target, 'utf8')).toBe('mine\n');
});
