import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, it } from 'vitest';
import { connectGit, plainEnvironment, runPlainGit } from '../src/test-support.ts';

/** A history for `git fast-import`: each commit changes one of 50 files. */
function history(commits: number): string {
  const parts: string[] = [];
  for (let index = 1; index <= commits; index += 1) {
    const content = `line ${index}\n`;
    const message = `change ${index}`;
    parts.push(
      `commit refs/heads/main\nauthor A${index % 7} <a${index % 7}@example.org> ${1_700_000_000 + index} +0000\n`,
      `committer C <c@example.org> ${1_700_000_000 + index} +0000\ndata ${message.length}\n${message}\n`,
      `M 100644 inline dir/f${index % 50}\ndata ${content.length}\n${content}\n`,
    );
  }
  return parts.join('');
}

it('walks 5,000 commits page by page, each once and in order', async () => {
  const { ok, repo } = await connectGit();
  runPlainGit(repo, ['fast-import', '--quiet'], history(5_000));
  const subjects: unknown[] = [];
  let cursor: unknown;
  do {
    const { structured, bytes } = await ok('log', {
      max_count: 500,
      ...(cursor !== undefined && { cursor }),
    });
    expect(bytes).toBeLessThanOrEqual(65_536);
    if (Array.isArray(structured.commits)) subjects.push(...structured.commits.map(({ subject }) => subject));
    cursor = structured.nextCursor;
  } while (cursor !== undefined);
  expect(subjects).toEqual(Array.from({ length: 5_000 }, (_, index) => `change ${5_000 - index}`));
  const all = await ok('analyze_history', { max_commits: 10_000 });
  expect(all.structured).toMatchObject({ commits: 5_000, complete: true });
  expect(
    (await ok('search', { pattern: 'line 4242', in: 'changes', path: 'dir/f42' })).structured.commits,
  ).toMatchObject([{ subject: 'change 4292' }, { subject: 'change 4242' }]);
});

it('answers from both ends of a history of a million commits', async () => {
  const { ok, repo } = await connectGit();
  const importer = spawn('git', ['fast-import', '--quiet', '--depth=0'], {
    cwd: repo,
    env: plainEnvironment,
  });
  const imported = once(importer, 'close');
  await pipeline(Readable.from(emptyCommits(1_000_000)), importer.stdin);
  expect(await imported).toEqual([0, null]);
  const subjects: unknown[] = [];
  let cursor: unknown;
  for (let page = 0; page < 3; page += 1) {
    const { structured, bytes } = await ok('log', { max_count: 250, ...(page > 0 && { cursor }) });
    expect(bytes).toBeLessThanOrEqual(65_536);
    if (Array.isArray(structured.commits)) subjects.push(...structured.commits.map(({ subject }) => subject));
    cursor = structured.nextCursor;
  }
  expect(cursor).toBeTypeOf('string');
  expect(subjects).toEqual(Array.from(subjects, (_, index) => `change ${1_000_000 - index}`));
  expect(subjects.length).toBeGreaterThan(300);
  const last = await ok('log', { max_count: 3, end_timestamp: '2023-11-14T22:13:23Z' });
  expect(last.structured.commits).toMatchObject([
    { subject: 'change 3' },
    { subject: 'change 2' },
    { subject: 'change 1' },
  ]);
});

/** For `git fast-import`, in pieces: commits that change nothing, a second after each other. */
function* emptyCommits(count: number): Generator<string> {
  let piece = '';
  for (let index = 1; index <= count; index += 1) {
    const message = `change ${index}`;
    const who = `A${index % 7} <a${index % 7}@example.org> ${1_700_000_000 + index} +0000`;
    piece += `commit refs/heads/main\ncommitter ${who}\ndata ${message.length}\n${message}\n`;
    if (piece.length < 1_000_000 && index < count) continue;
    yield piece;
    piece = '';
  }
}
