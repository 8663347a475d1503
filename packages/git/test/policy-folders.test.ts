import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit, type GitClient } from '../src/test-support.ts';

const SECRET = 'TOP-SECRET';

/** A caller who may work on a repository but for what lies in its folder `closed`. */
async function connectRestricted(flags: readonly string[] = []): Promise<GitClient> {
  const box = await connectGit({
    argv: (files) => {
      const policy = join(files.base, 'policy.json');
      const rules = [{ arguments: { path: { deny: [`${files.repo}/closed/**`] } } }];
      const assign = [{ kind: 'local', roles: ['worker'] }];
      writeFileSync(policy, JSON.stringify({ version: 1, roles: { worker: { rules } }, assign }));
      return ['--policy', policy, '--yes', ...flags];
    },
  });
  box.commit('first', { 'open/a.txt': 'one\n', 'closed/key.txt': `${SECRET} 1\n` });
  box.git('branch', 'side');
  box.commit('second', { 'open/a.txt': 'two\n', 'closed/key.txt': `${SECRET} 2\n` });
  return box;
}

it('shows nothing of a path that the policy keeps back, whatever lists it', async () => {
  const { call, put, git, ok } = await connectRestricted();
  git('mv', 'closed/key.txt', 'open/renamed.txt');
  git('commit', '-q', '-m', 'third');
  git('revert', '--no-edit', 'HEAD');
  put('closed/new.txt', SECRET);
  put('closed/key.txt', `${SECRET} 3\n`);
  put('open/a.txt', 'three\n');
  const calls: [string, Readonly<Record<string, unknown>>][] = [
    ['status', {}],
    ['diff', {}],
    ['diff', { format: 'stat' }],
    ['diff', { base: 'side', target: 'HEAD' }],
    ['show', { revision: 'HEAD~1' }],
    ['show', { revision: 'HEAD~2' }],
    ['compare', { base: 'side' }],
    ['list_files', { recursive: true }],
    ['list_files', { path: 'closed' }],
    ['search', { pattern: 'SECRET' }],
    ['search', { pattern: 'SECRET', in: 'changes' }],
    ['read_file', { path: 'closed/key.txt' }],
    ['read_files', { files: [{ path: 'open/a.txt' }, { path: 'closed/key.txt' }] }],
    ['blame', { path: 'closed/key.txt' }],
    ['blame', { path: 'open/a.txt' }],
    ['file_history', { path: 'open/renamed.txt', revision: 'HEAD~1' }],
    ['analyze_history', {}],
    ['detect_conflicts', { head: 'side' }],
    ['diff', { paths: ['closed'] }],
  ];
  for (const [name, args] of calls) {
    const { text, structured } = await call(name, args);
    const said = `${text}${JSON.stringify(structured)}`;
    const named = JSON.stringify(args).includes('closed') ? '' : said;
    expect([name, args, said.includes(SECRET), /closed\/(key|new)/.test(named)]).toEqual([
      name,
      args,
      false,
      false,
    ]);
  }
  expect((await call('read_file', { path: 'closed/key.txt' })).error?.code).toBe('forbidden');
  expect((await ok('status')).structured).toMatchObject({ total: 1, entries: [{ path: 'open/a.txt' }] });
  expect((await ok('diff')).structured).toMatchObject({ total: 1, patch: expect.stringContaining('+three') });
  expect((await ok('show', { revision: 'HEAD~2' })).structured).toMatchObject({
    files: [{ path: 'open/a.txt' }],
  });
  expect((await ok('search', { pattern: 'two' })).structured).toMatchObject({
    matches: [{ path: 'open/a.txt' }],
  });
});

it('shows no patch of what lies below a file that became a folder', async () => {
  const { ok, put, git, commit } = await connectRestricted();
  git('rm', '-q', '-r', 'closed');
  commit('a file of that name', { closed: 'now a file\n' });
  put('open/a.txt', 'three\n');
  const { text, structured } = await ok('diff', { base: 'HEAD~1', target: 'HEAD' });
  expect(`${text}${JSON.stringify(structured)}`).not.toContain(SECRET);
});

it('changes nothing where the call would touch such a path', async () => {
  const { call, ok, put, git, repo } = await connectRestricted();
  put('closed/key.txt', 'changed\n');
  put('closed/new.txt', 'new\n');
  put('open/a.txt', 'three\n');
  const before = git('status', '--porcelain=v2', '--branch');
  const patch = `--- a/closed/key.txt\n+++ b/closed/key.txt\n@@ -1 +1 @@\n-changed\n+patched\n`;
  const calls: [string, Readonly<Record<string, unknown>>][] = [
    ['add', { files: ['.'] }],
    ['add', { files: ['closed'] }],
    ['clean', { preview: false }],
    ['restore', { files: ['.'], preview: false }],
    ['reset', { revision: 'HEAD~1', mode: 'hard', preview: false }],
    ['checkout', { branch_name: 'side' }],
    ['merge', { revision: 'side' }],
    ['stash', { action: 'push', untracked: true }],
    ['worktree', { worktree_path: 'tree', branch_name: 'tree' }],
    ['apply_patch', { patch }],
  ];
  for (const [name, args] of calls) {
    expect([name, args, (await call(name, args)).error?.code]).toEqual([name, args, 'forbidden']);
  }
  expect(git('status', '--porcelain=v2', '--branch')).toBe(before);
  expect(existsSync(join(repo, 'tree'))).toBe(false);
  git('add', 'closed/new.txt');
  const { structured } = await ok('add', { files: ['open'] });
  expect(structured).toMatchObject({ files: ['open/a.txt'] });
  git('reset', '-q', '--', 'closed');
  await ok('commit', { message: 'mine' });
  expect(git('show', '--name-only', '--format=', 'HEAD')).toBe('open/a.txt');
  git('add', '-A');
  expect((await call('commit', { message: 'all' })).error?.code).toBe('forbidden');
});

it('resolves no conflict in such a path, and names none', async () => {
  const { call, ok, git } = await connectRestricted();
  git('checkout', '-q', 'side');
  for (const name of ['open/a.txt', 'closed/key.txt']) git('rm', '-q', name);
  git('commit', '-q', '-m', 'gone');
  git('checkout', '-q', 'main');
  expect(() => git('merge', 'side')).toThrow();
  const before = git('ls-files', '-s');
  for (const which of [
    { all: true },
    { files: ['closed/key.txt'] },
    { files: ['open/a.txt', 'closed/key.txt'] },
  ]) {
    const answer = await call('resolve_conflict', { ...which, side: 'ours', preview: false });
    expect([which, answer.error?.code]).toEqual([which, 'forbidden']);
  }
  expect(git('ls-files', '-s')).toBe(before);
  const { text, structured } = await ok('resolve_conflict', {
    files: ['open/a.txt'],
    side: 'ours',
    preview: false,
  });
  expect(structured).toMatchObject({ conflicts: [], next: expect.stringContaining('other conflicts') });
  expect(text).not.toContain('closed');
});

it('brings no such path into a work tree that has none', async () => {
  const { call, ok, put, git, commit, repo } = await connectRestricted();
  const bad = git('rev-parse', 'HEAD');
  git('checkout', '-q', '--orphan', 'clean');
  git('rm', '-q', '-r', '-f', '.');
  commit('open alone', { 'open/b.txt': 'one\n' });
  const start = git('rev-parse', 'HEAD');
  git('checkout', '-q', '-b', 'passing');
  const adding = commit('adds a key', { 'closed/key.txt': SECRET });
  const removing = commit('removes it', { 'open/c.txt': 'c\n' });
  git('rm', '-q', '-r', 'closed');
  commit('without it', {});
  const removed = git('rev-parse', 'HEAD');
  git('checkout', '-q', 'clean');
  commit('goes on', { 'open/d.txt': 'd\n' });
  put('closed/untracked.txt', SECRET);
  git('stash', 'push', '-q', '--include-untracked');
  rmSync(join(repo, 'closed'), { recursive: true, force: true });
  const head = git('rev-parse', 'HEAD');
  const calls: [string, Readonly<Record<string, unknown>>][] = [
    ['checkout', { branch_name: 'main' }],
    ['checkout', { branch_name: bad, detach: true }],
    ['merge', { revision: adding }],
    ['merge', { revision: bad }],
    ['cherry_pick', { revision: adding }],
    ['revert', { revision: removed }],
    ['rebase', { revision: removing }],
    ['stash', { action: 'apply' }],
    ['stash', { action: 'pop' }],
    ['reset', { revision: adding, mode: 'hard', preview: false }],
    ['restore', { files: ['.'], revision: adding, preview: false }],
    ['worktree', { worktree_path: 'tree', branch_name: 'tree', revision: adding }],
  ];
  for (const [name, args] of calls) {
    const answer = await call(name, args);
    expect([name, args, answer.error?.code]).toEqual([name, args, 'forbidden']);
    expect(JSON.stringify(answer)).not.toMatch(/closed\/(key|untracked)/);
  }
  expect(git('rev-parse', 'HEAD')).toBe(head);
  expect(git('status', '--porcelain')).toBe('');
  for (const folder of ['closed', 'tree']) expect(existsSync(join(repo, folder)), folder).toBe(false);
  // The commits of a branch that is moved count as well.
  git('checkout', '-q', 'passing');
  expect((await call('rebase', { revision: 'clean' })).error?.code).toBe('forbidden');
  git('checkout', '-q', 'clean');
  git('branch', 'good', start);
  git('checkout', '-q', 'good');
  await ok('merge', { revision: 'clean' });
  await ok('checkout', { branch_name: 'clean' });
});

it('pulls no such path', async () => {
  const { call, git, commit, repo } = await connectRestricted(['--remote-protocols', 'file']);
  const theirs = join(repo, 'theirs');
  git('rm', '-q', '-r', 'closed');
  commit('without', {});
  git('clone', '-q', '.', theirs);
  git('-C', theirs, 'mv', 'open', 'closed');
  git('-C', theirs, 'commit', '-q', '-m', 'moved');
  git('remote', 'add', 'origin', theirs);
  const before = git('rev-parse', 'HEAD');
  expect((await call('pull')).error?.code).toBe('forbidden');
  expect(git('rev-parse', 'HEAD')).toBe(before);
  expect(existsSync(join(repo, 'closed'))).toBe(false);
});
