import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour', branch: 'main', message: 'Write' };
const connect = (commits?: []) => connectHarbour(commits ? { commits } : {}, { argv: ['--yes'] });

it('creates a file, and replaces it where its sha is given', async () => {
  const { ok, harbour } = await connect();
  const { git } = harbour.repo;
  const first = await ok('create_or_update_file', { ...place, path: 'a/b.txt', content: 'one\n' });
  expect(first).toEqual({ commit: harbour.sha(), sha: git.entry(harbour.sha(), 'a/b.txt')?.sha });
  await ok('create_or_update_file', { ...place, path: 'a/b.txt', content: 'two\n', sha: first.sha });
  expect(git.read(git.entry(harbour.sha(), 'a/b.txt')?.sha ?? '').toString()).toBe('two\n');
});

it('makes the first commit of an empty repository', async () => {
  const { ok, harbour } = await connect([]);
  const { commit } = await ok('create_or_update_file', { ...place, path: 'README.md', content: '# x\n' });
  expect(harbour.sha()).toBe(commit);
});

it('replaces nothing it was not told of', async () => {
  const { refused, harbour } = await connect();
  const head = harbour.sha();
  const path = 'README.md';
  const sha = harbour.repo.git.entry(head, path)?.sha;
  expect(await refused('create_or_update_file', { ...place, path, content: '' })).toMatchObject({
    code: 'already_exists',
    data: { sha },
  });
  const stale = { ...place, path, content: '', sha: 'a'.repeat(40) };
  expect(await refused('create_or_update_file', stale)).toMatchObject({ code: 'conflict', data: { sha } });
  expect(harbour.sha()).toBe(head);
});

it('asks the user first', async () => {
  const client = await connectHarbour({}, { confirms: false });
  const args = { ...place, path: 'x', content: '' };
  expect(await client.refused('create_or_update_file', args)).toMatchObject({
    code: 'confirmation_declined',
  });
});
