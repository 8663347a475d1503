import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit, runPlainGit } from '../test-support.ts';

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

it('keeps the backup where git stops in the middle: in a partial clone without what it would bring', async () => {
  const box = await connectGit({ argv: ['--yes'], folders: ({ base }) => [base] });
  box.commit('one', { a: '1\n' });
  box.commit('two', { a: '2\n', b: 'b\n' });
  box.git('config', 'uploadpack.allowFilter', 'true');
  const part = join(box.base, 'part');
  box.git('clone', '-q', '--no-local', '--filter=blob:none', `file://${box.repo}`, part);
  writeFileSync(join(part, 'b'), 'mine\n');
  const asked = { repo_path: 'part', revision: 'HEAD~1', mode: 'hard', preview: false };
  const { error, text } = await box.call('reset', asked);
  expect(error?.code).toBe('unavailable');
  // Git takes away what the target has not before it finds out that it cannot bring the rest.
  expect(existsSync(join(part, 'b'))).toBe(false);
  const refs = runPlainGit(part, ['for-each-ref', '--format=%(refname)', 'refs/portolan/backup/']);
  const [backup = ''] = refs.split('\n');
  expect(backup).toContain('refs/portolan/backup/');
  expect(text).toContain(`what there was before is kept under ${backup}.`);
  expect(error).toMatchObject({ data: { backup } });
  expect(runPlainGit(part, ['show', `${backup}:b`]).trim()).toBe('mine');
});
