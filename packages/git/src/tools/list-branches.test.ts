import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('lists local and remote branches by type, with what tracks what', async () => {
  const { ok, commit, git, base } = await connectGit();
  commit('one');
  git('clone', '-q', '--bare', '.', `${base}/remote.git`);
  git('remote', 'add', 'origin', `${base}/remote.git`);
  git('fetch', '-q', 'origin');
  git('branch', '-q', '-u', 'origin/main');
  commit('two');
  git('branch', 'topic');
  const { structured } = await ok('list_branches', { branch_type: 'all' });
  expect(structured.branches).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: 'main', current: true, upstream: 'origin/main', track: 'ahead 1' }),
      expect.objectContaining({ name: 'topic', subject: 'two' }),
      expect.objectContaining({ name: 'origin/main', subject: 'one' }),
    ]),
  );
  expect((await ok('list_branches')).structured.branches).toHaveLength(2);
});

it('filters by a commit and pages', async () => {
  const { ok, refused, commit, git } = await connectGit();
  const first = commit('one');
  git('branch', 'before');
  const second = commit('two');
  git('branch', 'after');
  const names = async (args: Record<string, unknown>) => {
    const { branches } = (await ok('list_branches', args)).structured;
    return Array.isArray(branches) ? branches.map(({ name }) => name).toSorted() : [];
  };
  expect(await names({ contains: second })).toEqual(['after', 'main']);
  expect(await names({ not_contains: second })).toEqual(['before']);
  expect(await names({ contains: first })).toHaveLength(3);
  for (let index = 0; index < 120; index += 1) git('branch', `b${index}`);
  const page = await ok('list_branches');
  expect(await names({ cursor: page.structured.nextCursor })).toHaveLength(23);
  expect(await refused('list_branches', { contains: '--format=x' })).toBe('invalid_arguments');
});
