import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { connectHarbour } from '../src/test-support.ts';

const old = { owner: 'octo', repo: 'harbour' };

it('reads a renamed repository under its new name, and changes nothing under the old one', async () => {
  const { ok, refused, double, harbour } = await connectHarbour();
  double.world.renameRepo(harbour.repo, 'port');
  expect(await ok('get_repository', old)).toMatchObject({ full_name: 'octo/port', renamedTo: 'octo/port' });
  expect(await ok('list_branches', old)).toMatchObject({
    branches: [{ name: 'main' }],
    renamedTo: 'octo/port',
  });
  expect(await refused('create_issue', { ...old, title: 'Rope' })).toMatchObject({
    code: 'not_found',
    message: expect.stringContaining('renamed'),
    next: expect.stringContaining('get_repository'),
  });
  expect(harbour.repo.issues.size).toBe(0);
  expect(await ok('create_issue', { ...old, repo: 'port', title: 'Rope' })).toMatchObject({ number: 1 });
});

it('says so of what GraphQL reads under the old name too, and changes nothing by it', async () => {
  const { ok, refused, double, harbour } = await connectHarbour({
    commits: [{ message: 'Begin', files: { 'rope.txt': 'hemp\n' } }],
  });
  harbour.discussion({ title: 'Which rope?', category: 'Q&A' });
  double.world.renameRepo(harbour.repo, 'port');
  const discussion = { ...old, discussionNumber: 1 };
  for (const [tool, args] of [
    ['list_discussions', old],
    ['get_discussion', discussion],
    ['get_file_blame', { ...old, path: 'rope.txt' }],
  ] as const) {
    expect([tool, await ok(tool, args)]).toMatchObject([tool, { renamedTo: 'octo/port' }]);
  }
  expect(await refused('add_discussion_comment', { ...discussion, body: 'Nylon.' })).toMatchObject({
    code: 'not_found',
    message: expect.stringContaining('renamed'),
  });
  expect(await ok('get_discussion', { ...discussion, repo: 'Port' })).not.toHaveProperty('renamedTo');
});

it('makes no query for a repository that would not notice a rename', async () => {
  const sources = fileURLToPath(new URL('../src', import.meta.url));
  const files = (await readdir(sources, { recursive: true })).filter((file) => /(?<!\.test)\.ts$/.test(file));
  const texts = await Promise.all(files.map((file) => readFile(`${sources}/${file}`, 'utf8')));
  expect(files.filter((_, index) => /repository\(owner:/.test(texts[index] ?? ''))).toEqual([
    'client/graphql.ts',
  ]);
});

it('says that GitHub disabled a repository', async () => {
  const { refused } = await connectHarbour({ disabled: true });
  for (const tool of ['get_repository', 'list_issues', 'list_commits']) {
    expect([tool, await refused(tool, old)]).toMatchObject([
      tool,
      { code: 'permission_denied', message: 'GitHub disabled this repository.' },
    ]);
  }
});

it('gets logs from the host of blobs without the token', async () => {
  const { ok, double, harbour } = await connectHarbour();
  const { id: run_id } = harbour.run(harbour.workflow('.github/workflows/ci.yml'), {
    conclusion: 'failure',
    jobs: [{ name: 'test', log: '2026-01-01T00:00:01.0000000Z Mast bends\n' }],
  });
  expect(await ok('get_job_logs', { ...old, run_id, failed_only: false })).toMatchObject({
    log: 'Mast bends',
  });
  expect(double.blobRequests).toMatchObject([{ status: 200, authorized: false }]);
  expect(double.requests.every(({ headers }) => headers.authorization?.includes('ghp_'))).toBe(true);
});
