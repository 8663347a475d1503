import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('finds authors, hotspots and what changes together', async () => {
  const { ok, commit } = await connectGit();
  commit('1', { a: '1\n', b: '1\n' });
  commit('2', { a: '2\n', b: '2\n' });
  commit('3', { a: '3\n', 'dir/c': '1\n' });
  const { structured } = await ok('analyze_history');
  expect(structured).toMatchObject({
    commits: 3,
    complete: true,
    authors: [{ name: 'Ada <ada@example.org>', commits: 3, added: 6, deleted: 3 }],
    hotspots: [{ name: 'a', commits: 3 }, { name: 'b', commits: 2 }, { name: 'dir/c' }],
    coupling: [{ files: ['a', 'b'], together: 2 }],
  });
  expect((await ok('analyze_history', { max_commits: 1 })).structured).toMatchObject({
    commits: 1,
    complete: false,
  });
  expect((await ok('analyze_history', { path: 'dir' })).structured).toMatchObject({ commits: 1 });
});
