import { strFromU8, unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { owner, validGithub } from '../test-support.ts';
import { jobLog, manyFiles } from './big.ts';
import { zipOf } from './zip.ts';

it('a log is as long as it is asked for, with colours and one very long line', () => {
  const log = jobLog({ lines: 5000, longLineBytes: 10 * 1024 * 1024 });
  const lines = log.trimEnd().split('\n');
  expect(lines).toHaveLength(5002);
  expect(Math.max(...lines.map(({ length }) => length))).toBeGreaterThan(10 * 1024 * 1024);
  expect(lines.every((line) => /^2026-01-01T\d\d:\d\d:\d\d\.0000000Z /.test(line))).toBe(true);
  expect(log).toContain('\u001b[32m');
  expect(lines.at(-1)).toContain('##[error]Process completed with exit code 1.');
  expect(jobLog({ lines: 1, failed: false })).not.toContain('##[error]');
});

it('a pull request of 300 files is made in a few lines', async () => {
  const github = await validGithub();
  const { base, change } = manyFiles(300);
  const repo = github.repository('octo/wide', { commits: [base], branches: { topic: [change] } });
  repo.pull({ title: 'Wide', head: 'topic' });
  const files = await owner(github).paginate('GET /repos/{owner}/{repo}/pulls/{pull_number}/files', {
    owner: 'octo',
    repo: 'wide',
    pull_number: 1,
    per_page: 100,
  });
  expect(files).toHaveLength(300);
  expect(files.every(({ patch, changes }) => patch?.startsWith('@@ ') && changes === 2)).toBe(true);
});

it('two doubles with the same seeds have the same hashes and ids', async () => {
  const make = async () => {
    const github = await validGithub();
    const repo = github.repository('octo/harbour', {
      commits: [{ message: 'One', files: { a: 'a' }, author: 'ada' }],
    });
    return {
      sha: repo.sha(),
      id: repo.repo.id,
      issue: repo.issue({ title: 'x' }),
      token: github.token({ login: 'octo' }),
    };
  };
  const [first, second] = [await make(), await make()];
  expect(second).toEqual(first);
});

it('a zip keeps names nobody should have', () => {
  const files = { 'a.txt': 'text', 'dir/ü.txt': 'more', '../up': 'out' };
  const read = unzipSync(zipOf(files));
  expect(Object.fromEntries(Object.entries(read).map(([name, bytes]) => [name, strFromU8(bytes)]))).toEqual(
    files,
  );
  expect(zipOf(files)).toEqual(zipOf(files));
});
