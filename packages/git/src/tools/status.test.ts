import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('says the branch and every change, with names as they are', async () => {
  const { ok, commit, put, git } = await connectGit();
  const head = commit('one', { 'a.txt': 'a\n', 'old name.txt': 'long enough to be a rename\n' });
  put('a.txt', 'b\n');
  put('tab\there "quoted"\nline.txt');
  git('mv', 'old name.txt', 'new name.txt');
  const { structured } = await ok('status');
  expect(structured).toEqual({
    branch: 'main',
    commit: head,
    conflicts: 0,
    total: 3,
    entries: [
      { path: 'a.txt', state: '.M' },
      { path: 'new name.txt', state: 'R.', from: 'old name.txt' },
      { path: 'tab\there "quoted"\nline.txt', state: '??' },
    ],
  });
});

it('works on a branch without a commit, and detached', async () => {
  const { ok, commit, git, put } = await connectGit();
  put('a.txt');
  expect((await ok('status')).structured).toMatchObject({ branch: 'main', total: 1 });
  const head = commit('one');
  git('checkout', '-q', '--detach');
  const { structured } = await ok('status');
  expect(structured).toMatchObject({ commit: head, total: 0 });
  expect(structured).not.toHaveProperty('branch');
});

it('names the operation in progress and its conflicts', async () => {
  const { ok, diverge, git } = await connectGit();
  diverge();
  expect(() => git('merge', 'side')).toThrow();
  expect((await ok('status')).structured).toMatchObject({ operation: 'merge', conflicts: 1 });
  git('merge', '--abort');
  expect(() => git('rebase', 'side')).toThrow();
  expect((await ok('status')).structured).toMatchObject({ operation: 'rebase', conflicts: 1 });
});

it('pages, and never writes the index', async () => {
  const { ok, commit, put, repo } = await connectGit();
  commit('one', { 'a.txt': 'a\n' });
  for (let index = 0; index < 1200; index += 1) put(`new-${index}.txt`);
  put('a.txt', 'a\n');
  const before = readFileSync(join(repo, '.git/index'));
  const names = new Set<unknown>();
  let cursor: unknown;
  do {
    const { structured } = await ok('status', { ...(cursor !== undefined && { cursor }) });
    for (const entry of Array.isArray(structured.entries) ? structured.entries : []) names.add(entry.path);
    cursor = structured.nextCursor;
  } while (cursor !== undefined);
  expect(names.size).toBe(1200);
  expect(readFileSync(join(repo, '.git/index')).equals(before)).toBe(true);
});
