import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('tags a revision, with or without a message', async () => {
  const { ok, refused, commit, git } = await connectGit();
  const id = commit('one');
  git('config', 'tag.gpgSign', 'true');
  expect((await ok('tag', { tag_name: 'v1' })).structured).toEqual({ tag: 'v1', commit: id });
  await ok('tag', { tag_name: 'v2', message: '-d v1' });
  expect(git('tag', '-l', '--format=%(refname:short) %(objecttype)')).toBe('v1 commit\nv2 tag');
  expect(await refused('tag', { tag_name: 'v1' })).toBe('already_exists');
  expect(await refused('tag', { tag_name: '-d' })).toBe('invalid_arguments');
});
