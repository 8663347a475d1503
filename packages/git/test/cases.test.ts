import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { withArgs } from '@portolan/testing';
import { describe, expect, it } from 'vitest';
import { connectGit, runPlainGit, sandbox } from '../src/test-support.ts';
import { gitServer } from './support/server.ts';

describe('names that would be options', () => {
  const hostile = [
    '--output=CANARY',
    '-D',
    '-f',
    '--upload-pack=touch CANARY',
    '--exec=touch CANARY',
    '@{-1}',
    'a b',
    'x\0y',
    'a\nb',
    '../x',
  ];
  const calls: readonly [tool: string, argument: string, rest: Readonly<Record<string, unknown>>][] = [
    ['create_branch', 'branch_name', {}],
    ['create_branch', 'base_branch', { branch_name: 'new' }],
    ['checkout', 'branch_name', {}],
    ['delete_branch', 'branch_name', { preview: false }],
    ['delete_tag', 'tag_name', { preview: false }],
    ['tag', 'tag_name', {}],
    ['fetch', 'remote', {}],
    ['pull', 'remote', {}],
    ['push', 'remote', {}],
    ['push', 'branch_name', {}],
    ['worktree', 'branch_name', { worktree_path: 'tree' }],
  ];

  it.each(calls)('%s takes none for %s', async (tool, argument, rest) => {
    const { refused, repo, base, git, commit } = await connectGit({
      argv: ['--yes', '--remote-protocols', 'file'],
    });
    commit('one', { a: '1\n' });
    git('remote', 'add', 'origin', repo);
    const before = git('for-each-ref');
    for (const name of hostile.filter((value) => argument !== 'base_branch' || value !== '@{-1}')) {
      expect([name, await refused(tool, { ...rest, [argument]: name })]).toEqual([name, 'invalid_arguments']);
    }
    expect(git('for-each-ref')).toBe(before);
    for (const folder of [repo, base]) expect(existsSync(join(folder, 'CANARY'))).toBe(false);
  });
});

it('starts nothing that the URL of a submodule names', async () => {
  const { ok, call, refused, base, repo, commit, git, put, canary } = await connectGit({
    argv: ['--yes', '--remote-protocols', 'file'],
    folders: ({ base: all }) => [all],
  });
  const modules = ['--upload-pack=touch CANARY', `ext::sh -c "touch ${canary}"`, '-u./CANARY', 'file:///etc']
    .map(
      (url, index) =>
        `[submodule "s${index}"]\n\tpath = s${index}\n\turl = ${url}\n\tupdate = !touch ${canary}\n`,
    )
    .join('');
  const id = commit('one', { '.gitmodules': modules, a: '1\n' });
  for (const index of [0, 1, 2, 3]) git('update-index', '--add', '--cacheinfo', `160000,${id},s${index}`);
  git('commit', '-q', '-m', 'submodules');
  expect(await refused('clone', { url: `file://${repo}`, path: join(base, 'copy') })).toBe('upstream_error');
  const at = { repo_path: repo };
  for (const tool of ['status', 'diff', 'log', 'show', 'list_files']) await ok(tool, at);
  put('a', '2\n');
  await ok('add', { ...at, files: ['a'] });
  // Git itself refuses some of it; what counts is that nothing is started.
  await call('stash', { ...at, action: 'push' });
  await call('stash', { ...at, action: 'pop' });
  await call('restore', { ...at, files: ['a'], preview: false });
  for (const path of [canary, join(base, 'copy/CANARY'), join(base, 'CANARY'), join(repo, 'CANARY')]) {
    expect(existsSync(path), path).toBe(false);
  }
});

it('leaves a sound repository when the server is killed during a commit', async () => {
  const { repo, commit, git, put } = sandbox();
  const head = commit('one', { a: '1\n' });
  put('a', '2\n');
  git('add', 'a');
  mkdirSync(join(repo, '.git/hooks'), { recursive: true });
  const hook = join(repo, '.git/hooks/pre-commit');
  writeFileSync(hook, `#!/bin/sh\necho $$ > ${repo}/../hook\nsleep 600\n`);
  chmodSync(hook, 0o755);
  const { command, args = [] } = withArgs(
    gitServer,
    '--audit',
    'off',
    '--allow-hooks',
    '--toolsets',
    'all',
    repo,
  );
  const server = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const send = (message: object) => server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } };
  send({ id: 1, method: 'initialize', params });
  for await (const line of createInterface({ input: server.stdout })) if (line.includes('"id":1')) break;
  send({ method: 'notifications/initialized' });
  send({ id: 2, method: 'tools/call', params: { name: 'commit', arguments: { message: 'two' } } });
  await expect.poll(() => readFileSync(join(repo, '../hook'), 'utf8')).toMatch(/\d+\n/);
  const ended = new Promise((resolve) => server.once('close', resolve));
  server.kill('SIGKILL');
  await ended;
  // Git and its hook are a group of their own, as after a power cut they would be gone as well.
  const group = runPlainGit(repo, [
    '-c',
    `alias.g=!ps -o pgid= -p ${readFileSync(join(repo, '../hook'), 'utf8').trim()}`,
    'g',
  ]);
  process.kill(-Number(group.trim()), 'SIGKILL');
  expect(git('rev-parse', 'HEAD')).toBe(head);
  expect(git('fsck', '--strict')).toBe('');
  const next = await connectGit({ folders: () => [repo] });
  expect((await next.ok('status')).structured).toMatchObject({ total: expect.any(Number), branch: 'main' });
  const { isError, error } = await next.call('commit', { message: 'two' });
  // Either its lock is still there, and said to be, or the commit is made now.
  expect(isError ? error?.code : git('log', '-1', '--format=%s')).toBe(isError ? 'busy' : 'two');
});

it('works in a repository of SHA-256 as in any', async () => {
  const { ok, put, git, commit } = await connectGit({ init: ['--object-format=sha256'], argv: ['--yes'] });
  commit('one', { a: '1\n', b: 'b\n' });
  put('a', '2\n');
  await ok('add', { files: ['a'] });
  await ok('commit', { message: 'two' });
  const { structured } = await ok('commit', { message: 'two, better', amend: true });
  expect(String(structured.backup)).toMatch(/^refs\/portolan\/backup\//);
  const id = git('rev-parse', 'HEAD');
  expect(id).toHaveLength(64);
  expect((await ok('log')).structured.commits).toMatchObject([
    { commit: id, subject: 'two, better' },
    { subject: 'one' },
  ]);
  expect((await ok('blame', { path: 'a', revision: 'HEAD' })).structured.ranges).toMatchObject([
    { commit: id },
  ]);
  expect((await ok('read_file', { path: 'b', revision: id })).structured).toMatchObject({ content: 'b\n' });
  expect((await ok('search', { pattern: '2', in: 'changes' })).structured.commits).toMatchObject([
    { commit: id },
  ]);
  expect((await ok('compare', { base: 'HEAD~1' })).structured).toMatchObject({ ahead: 1, totalFiles: 1 });
  put('b', 'changed\n');
  await ok('stash', { action: 'push' });
  await ok('stash', { action: 'pop' });
  await ok('reset', { revision: 'HEAD~1', mode: 'hard', preview: false });
  expect((await ok('show')).structured).toMatchObject({ total: 2, commit: { subject: 'one' } });
});

it('says of a damaged object that it is damaged, and reads the others', async () => {
  const { ok, call, commit, git, repo } = await connectGit();
  commit('one', { good: 'good\n', bad: 'bad\n' });
  const id = git('rev-parse', 'HEAD:bad');
  const file = join(repo, '.git/objects', id.slice(0, 2), id.slice(2));
  chmodSync(file, 0o644);
  writeFileSync(file, 'not an object');
  for (let times = 0; times < 5; times += 1) {
    const { error } = await call('read_file', { path: 'bad' });
    expect(error?.code).toMatch(/^(upstream_error|not_found|unavailable)$/);
    expect((await ok('read_file', { path: 'good' })).structured).toMatchObject({ content: 'good\n' });
  }
});

it('answers before the first commit, on no branch, and in the middle of a rebase', async () => {
  const { ok, call, diverge, git } = await connectGit();
  for (const tool of ['status', 'diff', 'list_branches', 'list_tags', 'list_stashes', 'list_worktrees'])
    await ok(tool);
  for (const tool of ['log', 'show', 'list_files', 'analyze_history', 'reflog', 'describe']) {
    expect([tool, (await call(tool)).error?.code]).toEqual([tool, 'not_found']);
  }
  const main = diverge();
  git('checkout', '-q', '--detach');
  expect((await ok('log')).structured.commits).toMatchObject([{ commit: main, refs: 'HEAD, main' }, {}]);
  git('checkout', '-q', 'main');
  expect(() => git('rebase', 'side')).toThrow();
  for (const tool of ['status', 'diff', 'log', 'show', 'list_files', 'list_branches', 'reflog'])
    await ok(tool);
  await ok('blame', { path: 'f' });
  for (const [tool, args] of [
    ['checkout', { branch_name: 'side' }],
    ['merge', { revision: 'side' }],
    ['rebase', { revision: 'side' }],
    ['commit', { message: 'x', amend: true }],
  ] as const) {
    expect([tool, (await call(tool, args)).error?.code]).toEqual([tool, 'conflict']);
  }
  expect((await ok('status')).structured).toMatchObject({ operation: 'rebase', conflicts: 1 });
});
