import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('deletes a tag after a preview, and keeps it with its message', async () => {
  const { ok, refused, commit, git } = await connectGit({ argv: ['--yes'] });
  commit('one');
  git('tag', '-a', '-m', 'the first', 'v1');
  git('branch', 'v1');
  const tag = git('rev-parse', 'refs/tags/v1');
  expect((await ok('delete_tag', { tag_name: 'v1' })).structured).toMatchObject({ done: false });
  expect(git('tag')).toBe('v1');
  const { structured } = await ok('delete_tag', { tag_name: 'v1', preview: false });
  expect(git('tag')).toBe('');
  expect(git('rev-parse', String(structured.backup))).toBe(tag);
  expect(git('cat-file', 'tag', String(structured.backup))).toContain('the first');
  expect(git('branch', '--list', 'v1')).toContain('v1');
  expect(await refused('delete_tag', { tag_name: 'v1' })).toBe('not_found');
});

it.each(['-d', '--all', '../heads/main', 'a..b', 'x y'])('takes no %j for a name', async (tag_name) => {
  const { refused, commit, git } = await connectGit({ argv: ['--yes'] });
  commit('one');
  expect(await refused('delete_tag', { tag_name, preview: false })).toBe('invalid_arguments');
  expect(git('branch', '--list', 'main')).toContain('main');
});
