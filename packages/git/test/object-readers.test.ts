import { spawn } from 'node:child_process';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { withArgs } from '@portolan/testing';
import { expect, it } from 'vitest';
import { connectGit, readersIn, runPlainGit, sandbox } from '../src/test-support.ts';
import { gitServer } from './support/server.ts';

it('reads through one git process that stays, and ends it with the server', async () => {
  const { ok, repo, commit, stop } = await connectGit();
  commit('first', { 'a.txt': 'one\n' });
  const seen: string[] = [];
  for (let times = 0; times < 3; times += 1) {
    expect((await ok('read_file', { path: 'a.txt' })).structured).toMatchObject({ content: 'one\n' });
    await ok('log');
    seen.push(readersIn(repo).join());
  }
  expect(seen).toEqual([expect.stringMatching(/^\d+$/), seen[0], seen[0]]);
  await stop();
  await expect.poll(() => readersIn(repo)).toEqual([]);
});

it('leaves no process behind when the server is killed', async () => {
  const { repo, commit } = sandbox();
  commit('first', { 'a.txt': 'one\n' });
  const { command, args = [] } = withArgs(gitServer, '--audit', 'off', repo);
  const server = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: server.stdout });
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } };
  const send = (message: object) => server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  send({ id: 1, method: 'initialize', params });
  send({ method: 'notifications/initialized' });
  send({ id: 2, method: 'tools/call', params: { name: 'read_file', arguments: { path: 'a.txt' } } });
  for await (const line of lines) if (line.includes('"id":2')) break;
  expect(readersIn(repo)).toHaveLength(1);
  server.kill('SIGKILL');
  await expect.poll(() => readersIn(repo)).toEqual([]);
});

it('goes on when that process is killed or hangs', async () => {
  const { ok, repo, commit } = await connectGit();
  commit('first', { 'a.txt': 'one\n' });
  await ok('read_file', { path: 'a.txt' });
  for (const pid of readersIn(repo)) process.kill(pid, 'SIGKILL');
  expect((await ok('read_file', { path: 'a.txt' })).structured).toMatchObject({ content: 'one\n' });
  const hung = readersIn(repo);
  for (const pid of hung) process.kill(pid, 'SIGSTOP');
  expect((await ok('read_file', { path: 'a.txt' })).structured).toMatchObject({ content: 'one\n' });
  await expect.poll(() => readersIn(repo).filter((pid) => hung.includes(pid))).toEqual([]);
});

it('starts another one when the repository is another, or its configuration is', async () => {
  const { ok, repo, base, git, commit, call } = await connectGit({ folders: ({ base: all }) => [all] });
  commit('first', { 'a.txt': 'one\n' });
  const read = { repo_path: repo, path: 'a.txt' };
  await ok('read_file', read);
  const [first] = readersIn(repo);
  git('config', 'core.abbrev', '12');
  await ok('read_file', read);
  await expect.poll(() => readersIn(repo)).not.toContain(first);
  const [second] = readersIn(repo);
  expect(second).toBeDefined();
  runPlainGit(base, ['init', '-q', '-b', 'main', 'other']);
  renameSync(join(repo, '.git'), join(base, 'old'));
  renameSync(join(base, 'other/.git'), join(repo, '.git'));
  expect((await call('read_file', read)).error?.code).toBe('not_found');
  await expect.poll(() => readersIn(repo)).not.toContain(second);
});

it('honours a replacement that was made after the process was started', async () => {
  const { ok, git, commit } = await connectGit();
  commit('first', { 'a.txt': 'one\n', 'b.txt': 'two\n' });
  expect((await ok('read_file', { path: 'a.txt' })).structured.content).toBe('one\n');
  git('replace', git('rev-parse', 'HEAD:a.txt'), git('rev-parse', 'HEAD:b.txt'));
  expect((await ok('read_file', { path: 'a.txt' })).structured.content).toBe('two\n');
});

it('reads a file beyond what it reads whole in part, and says where it goes on', async () => {
  const { ok, commit } = await connectGit();
  commit('first', { 'big.txt': 'a line of twenty byte\n'.repeat(200_000) });
  const { structured, bytes } = await ok('read_file', { path: 'big.txt', start_line: 150_000, max_lines: 5 });
  expect(structured).toMatchObject({
    content: 'a line of twenty byte\n'.repeat(5),
    nextLine: 150_005,
    size: 4_400_000,
  });
  expect(bytes).toBeLessThan(65_536);
});

it('keeps at most eight such processes', async () => {
  const { ok, base } = await connectGit({ folders: ({ base: all }) => [all] });
  const repos = Array.from({ length: 10 }, (_, index) => join(base, `repo-${index}`));
  for (const repo of repos) {
    runPlainGit(base, ['init', '-q', '-b', 'main', repo]);
    runPlainGit(repo, ['commit', '-q', '--allow-empty', '-m', 'first']);
    await ok('log', { repo_path: repo });
  }
  await expect.poll(() => repos.flatMap(readersIn)).toHaveLength(8);
  expect(readersIn(repos[9] ?? '')).toHaveLength(1);
  await ok('log', { repo_path: repos[0] ?? '' });
  expect(readersIn(repos[0] ?? '')).toHaveLength(1);
});
