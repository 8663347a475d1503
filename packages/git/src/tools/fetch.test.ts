import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { connectGit, runPlainGit } from '../test-support.ts';

const files = ['--remote-protocols', 'file'];

it('fetches from a repository inside the folders', async () => {
  const { ok, refused, commit, git, base } = await connectGit({ argv: files, folders: ({ base }) => [base] });
  const id = commit('one');
  git('clone', '-q', '--bare', '.', join(base, 'remote.git'));
  const own = join(base, 'own');
  runPlainGit(base, ['init', '-q', own]);
  runPlainGit(own, ['remote', 'add', 'origin', join(base, 'remote.git')]);
  expect((await ok('fetch', { repo_path: own })).structured).toEqual({
    branches: [{ name: 'origin/main', commit: id }],
    total: 1,
  });
  expect(await refused('fetch', { repo_path: own, remote: 'none' })).toBe('not_found');
  expect(await refused('fetch', { repo_path: own, remote: '--upload-pack=x' })).toBe('invalid_arguments');
});

it('counts the branches where it cannot list them all', async () => {
  const { ok, commit, git, base } = await connectGit({ argv: files, folders: ({ base }) => [base] });
  const id = commit('one');
  for (let index = 0; index < 204; index += 1) git('update-ref', `refs/heads/b${index}`, id);
  const own = join(base, 'own');
  runPlainGit(base, ['init', '-q', own]);
  git('clone', '-q', '--bare', '.', join(base, 'remote.git'));
  runPlainGit(own, ['remote', 'add', 'origin', join(base, 'remote.git')]);
  const { structured } = await ok('fetch', { repo_path: own });
  expect(structured).toMatchObject({ total: 205, next: expect.stringContaining('list_branches') });
  expect(structured.branches).toHaveLength(200);
});

it.each([
  ['ext::sh -c touch% CANARY', 'invalid_arguments'],
  ['ext::sh', 'invalid_arguments'],
  ['fd::17', 'invalid_arguments'],
  ['--upload-pack=touch CANARY', 'invalid_arguments'],
  ['ssh://-oProxyCommand=touch%20CANARY/x', 'invalid_arguments'],
  ['-oProxyCommand=x:y', 'invalid_arguments'],
  ['ftp://example.org/x', 'invalid_arguments'],
  ['file:///etc', 'forbidden'],
  ['/etc', 'forbidden'],
  ['http://example.org/x', 'forbidden'],
])('refuses the URL %s', async (url, code) => {
  const { refused, git, repo } = await connectGit();
  git('config', 'remote.origin.url', url);
  expect(await refused('fetch')).toBe(code);
  expect(existsSync(join(repo, 'CANARY'))).toBe(false);
});

it('refuses what a rewriting leads to, and programs the repository names', async () => {
  const { refused, git, outside } = await connectGit({ argv: files });
  git('remote', 'add', 'origin', outside);
  expect(await refused('fetch')).toBe('outside_roots');
  git('config', 'remote.origin.url', 'https://example.org/x');
  git('config', `url.${outside}.insteadOf`, 'https://example.org/x');
  expect(await refused('fetch')).toBe('outside_roots');
  git('config', 'url.ext::sh.insteadOf', 'https://example.org/x');
  expect(await refused('fetch')).not.toBeUndefined();
  for (const [key, value] of [
    ['remote.origin.uploadpack', 'touch CANARY'],
    ['remote.origin.vcs', 'x'],
    ['core.gitProxy', 'x'],
  ] as const) {
    git('config', key, value);
    expect([key, await refused('fetch')]).toEqual([key, 'unsupported']);
    git('config', '--unset', key);
  }
});

it('ends at the deadline when the remote does not answer', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  onTestFinished(() => {
    silent.close();
  });
  await new Promise((resolve) => silent.once('listening', resolve));
  const address = silent.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const { refused, git } = await connectGit({ argv: ['--remote-protocols', 'git', '--timeout-ms', '1000'] });
  git('remote', 'add', 'origin', `git://127.0.0.1:${port}/x`);
  expect(await refused('fetch')).toBe('timeout');
});

it('tells its progress, and still what went wrong', async () => {
  const box = await connectGit({ argv: files, folders: ({ base }) => [base] });
  box.commit('one', Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`f${at}`, `${at}\n`])));
  const asked: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    ['clone', { url: `file://${box.repo}`, path: 'copy' }],
    ['fetch', { repo_path: 'copy' }],
  ];
  for (const [name, args] of asked) {
    if (name === 'fetch') box.commit('two', { more: 'more\n' });
    const told: number[] = [];
    const onprogress = ({ progress }: { readonly progress: number }) => void told.push(progress);
    const { isError } = await box.client.callTool({ name, arguments: { ...args } }, { onprogress });
    expect(isError).toBeFalsy();
    expect(told.length, name).toBeGreaterThan(0);
    expect(told).toEqual(told.toSorted((one, other) => one - other));
  }
  const { error } = await box.call('clone', { url: `file://${box.base}/none`, path: 'other' });
  expect(error?.code).not.toBe('internal');
});
