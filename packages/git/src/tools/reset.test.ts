import { expect, it } from 'vitest';
import { connectGit } from '../test-support.ts';

it('previews without asking, then asks, and keeps what is lost', async () => {
  const { ok, commit, git, put } = await connectGit({ confirms: true });
  commit('one', { a: '1\n' });
  commit('two', { a: '2\n' });
  put('a', 'mine\n');
  const asked = { revision: 'HEAD~1', mode: 'hard' };
  const preview = await ok('reset', asked);
  expect(preview.structured).toEqual({ done: false, files: ['a'], totalFiles: 1, commits: 1 });
  expect(git('status', '--porcelain')).toBe(' M a');
  const { structured } = await ok('reset', { ...asked, preview: false });
  expect(structured).toMatchObject({ done: true, backup: expect.stringContaining('refs/portolan/backup/') });
  expect(git('show', 'HEAD:a')).toBe('1');
  expect(git('show', `${structured.backup}:a`)).toBe('mine');
  expect(git('log', '--format=%s', `${structured.backup}^1`)).toBe('two\none');
});

it('does nothing when the user says no or cannot be asked', async () => {
  const no = await connectGit({ confirms: false });
  const head = no.commit('one');
  no.commit('two');
  expect(await no.refused('reset', { revision: head, preview: false })).toBe('confirmation_declined');
  const silent = await connectGit();
  silent.commit('one');
  await silent.ok('reset');
  expect(await silent.refused('reset', { preview: false })).toBe('confirmation_unavailable');
});
