import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit, plainEnvironment } from '../test-support.ts';

it('commits what is staged, with the message as it is', async () => {
  const { ok, put, git } = await connectGit();
  put('a');
  await ok('add', { files: ['a'] });
  const message = '# not a comment\n\n-m --amend "quoted" $(touch x)\n';
  const { structured } = await ok('commit', { message });
  expect(structured).toMatchObject({ files: 1, commit: { subject: '# not a comment' } });
  expect(git('log', '-1', '--format=%B')).toContain('$(touch x)');
});

it('refuses an empty commit or message, and an unknown author', async () => {
  const { refused, ok, git, put } = await connectGit({
    argv: ['--author-name', 'Op', '--author-email', 'op@example.org'],
  });
  expect(await refused('commit', { message: 'x' })).toBe('conflict');
  expect(await refused('commit', { message: ' \n' })).toBe('invalid_arguments');
  put('a');
  await ok('add', { files: ['a'] });
  expect((await ok('commit', { message: 'x' })).structured).toMatchObject({
    commit: { author: 'Op <op@example.org>' },
  });
  const nobody = await connectGit();
  nobody.git('config', '--unset', 'user.email');
  const home = process.env.HOME;
  process.env.HOME = nobody.outside;
  try {
    expect(await nobody.refused('commit', { message: 'x', allow_empty: true })).toBe('invalid_arguments');
  } finally {
    process.env.HOME = home;
  }
  expect(git('rev-list', '--count', 'HEAD')).toBe('1');
});

it('runs hooks and signs only where the operator allows it', async () => {
  const trap = (box: Awaited<ReturnType<typeof connectGit>>) => {
    const hook = join(box.repo, '.git/hooks/pre-commit');
    mkdirSync(join(box.repo, '.git/hooks'), { recursive: true });
    writeFileSync(hook, `#!/bin/sh\ntouch ${box.canary}\n`);
    chmodSync(hook, 0o755);
    return box;
  };
  const box = trap(await connectGit());
  box.git('config', 'commit.gpgSign', 'true');
  box.git('config', 'gpg.program', join(box.repo, '.git/hooks/pre-commit'));
  await box.ok('commit', { message: 'x', allow_empty: true });
  expect(existsSync(box.canary)).toBe(false);
  const allowing = trap(await connectGit({ argv: ['--allow-hooks'] }));
  await allowing.ok('commit', { message: 'x', allow_empty: true });
  expect(existsSync(allowing.canary)).toBe(true);
});

it('reports the lock of a commit that was killed, and leaves it', async () => {
  const box = await connectGit();
  box.put('a');
  box.git('add', 'a');
  mkdirSync(join(box.repo, '.git/hooks'), { recursive: true });
  const hook = join(box.repo, '.git/hooks/pre-commit');
  writeFileSync(hook, '#!/bin/sh\nsleep 600\n');
  chmodSync(hook, 0o755);
  const child = spawn('git', ['commit', '-m', 'x', 'a'], {
    cwd: box.repo,
    env: plainEnvironment,
    detached: true,
  });
  const lock = join(box.repo, '.git/index.lock');
  await expect.poll(() => existsSync(lock)).toBe(true);
  const ended = new Promise((resolve) => child.once('close', resolve));
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  await ended;
  expect(await box.refused('add', { files: ['a'] })).toBe('busy');
  expect(existsSync(lock)).toBe(true);
  await box.ok('status');
});

it('amends the last commit, keeps its author and message, and the old one under a backup ref', async () => {
  const { ok, refused, git, commit, put } = await connectGit({
    argv: ['--author-name', 'Op', '--author-email', 'op@example.org'],
  });
  expect(await refused('commit', { amend: true })).toBe('not_found');
  commit('zero', { a: '0\n' });
  const old = commit('one\n\nwhy', { a: '1\n' });
  put('b');
  await ok('add', { files: ['b'] });
  const { structured } = await ok('commit', { amend: true });
  expect(structured).toMatchObject({
    files: 1,
    commit: { subject: 'one', author: 'Ada <ada@example.org>', parents: [git('rev-parse', 'HEAD~1')] },
  });
  expect(git('rev-parse', String(structured.backup))).toBe(old);
  expect(git('log', '-1', '--format=%cn|%b')).toBe('Op|why\n');
  expect(git('rev-list', '--count', 'HEAD')).toBe('2');
  await ok('commit', { amend: true, message: 'better' });
  expect(git('log', '-1', '--format=%s')).toBe('better');
  expect(await refused('commit', {})).toBe('invalid_arguments');
  expect(await refused('commit', { amend: true, message: ' ' })).toBe('invalid_arguments');
});

it('amends nothing while an operation is in progress', async () => {
  const { ok, refused, git, commit } = await connectGit();
  commit('one', { a: '1\n' });
  git('checkout', '-q', '-b', 'side');
  commit('side', { a: 'side\n' });
  git('checkout', '-q', 'main');
  const tip = commit('main', { a: 'main\n' });
  await ok('merge', { revision: 'side', keep_conflicts: true });
  expect(await refused('commit', { amend: true })).toBe('conflict');
  expect(git('rev-parse', 'HEAD')).toBe(tip);
});
