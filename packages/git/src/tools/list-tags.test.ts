import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('lists tags with the commit they lead to', async () => {
  const { ok, commit, git } = await connectGit();
  const id = commit('one');
  git('tag', 'light');
  git('tag', '-a', 'heavy', '-m', 'release\n\nmore');
  const { tags } = (await ok('list_tags')).structured;
  expect(tags).toHaveLength(2);
  expect(tags).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: 'light', commit: id, subject: 'one' }),
      expect.objectContaining({ name: 'heavy', commit: id, subject: 'release' }),
    ]),
  );
});
