import { performance } from 'node:perf_hooks';
import { expect, it } from 'vitest';
import { connectGit, runPlainGit } from '../src/test-support.ts';

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
}, 60_000);

it('answers from the end of a history of 40,000 commits within seconds', async () => {
  const { ok, repo } = await connectGit();
  runPlainGit(repo, ['fast-import', '--quiet', '--depth=0'], history(40_000));
  const started = performance.now();
  const { structured } = await ok('log', { max_count: 3 });
  expect(structured.commits).toMatchObject([{ subject: 'change 40000' }, {}, {}]);
  expect(performance.now() - started).toBeLessThan(2_000);
  const last = await ok('log', { max_count: 3, end_timestamp: '2023-11-14T22:13:23Z' });
  expect(last.structured.commits).toMatchObject([
    { subject: 'change 3' },
    { subject: 'change 2' },
    { subject: 'change 1' },
  ]);
}, 60_000);
