import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit, runPlainGit } from '../test-support.ts';

it('stages files, folders and deletions, by their very names', async () => {
  const { ok, commit, put, git } = await connectGit();
  commit('one', { gone: 'x\n', '*': 'star\n', other: 'x\n' });
  git('rm', '-q', '--cached', 'gone');
  put('dir/new "q"\n', 'x');
  put('*', 'changed\n');
  put('other', 'changed\n');
  const { structured } = await ok('add', { files: ['dir', '*'] });
  expect(structured).toMatchObject({ staged: 3, files: ['*', 'dir/new "q"\n', 'gone'] });
});

it('says what it cannot stage', async () => {
  const { refused, put } = await connectGit();
  put('.gitignore', 'ignored\n');
  put('ignored');
  expect(await refused('add', { files: ['none'] })).toBe('not_found');
  expect(await refused('add', { files: ['ignored'] })).toBe('conflict');
  expect(await refused('add', { files: ['../x'] })).toBe('outside_roots');
  expect(await refused('add', { files: ['.git/config'] })).toBe('invalid_arguments');
  expect(await refused('add', { files: [] })).toBe('invalid_arguments');
});

it('names the file that is not there or is ignored', async () => {
  const { call, put, git } = await connectGit();
  put('.gitignore', 'ignored*\n');
  put('here');
  put('ignored "é"');
  const missing = await call('add', { files: ['here', 'gone é'] });
  expect(missing.error).toMatchObject({
    code: 'not_found',
    message: 'files names what is not there: "gone é". Nothing was staged.',
  });
  // Git names it in words of its own, some of which mean something else.
  for (const name of ['two\nlines', 'permission denied: needs merge']) {
    const { error } = await call('add', { files: [name] });
    expect(error).toMatchObject({ code: 'not_found' });
    expect(error?.message).toContain('files names what is not there: ');
  }
  const ignored = await call('add', { files: ['here', 'ignored "é"'] });
  expect(ignored.error).toMatchObject({
    code: 'conflict',
    message: 'files names what the repository ignores: "ignored \\"é\\"". Nothing was staged.',
  });
  expect(git('diff', '--cached', '--name-only')).toBe('');
});

it('stages 20 files at the same time', async () => {
  const { ok, put, git } = await connectGit();
  const names = Array.from({ length: 20 }, (_, index) => `f${index}`);
  for (const name of names) put(name);
  await Promise.all(names.map((name) => ok('add', { files: [name] })));
  expect(git('diff', '--cached', '--name-only').split('\n').toSorted()).toEqual(names.toSorted());
});

it('runs no filter, and does not store what one should have changed', async () => {
  const box = await connectGit();
  const script = join(box.base, 'evil.sh');
  writeFileSync(script, `#!/bin/sh\ntouch ${box.canary}\ncat\n`);
  chmodSync(script, 0o755);
  box.git('config', 'filter.lfs.clean', script);
  box.put('.gitattributes', '*.bin filter=lfs\n');
  box.put('big.bin');
  expect(await box.refused('add', { files: ['.'] })).toBe('unsupported');
  await box.ok('add', { files: ['.gitattributes'] });
  expect(existsSync(box.canary)).toBe(false);
});

it('starts nothing of a submodule', async () => {
  const box = await connectGit();
  box.commit('one', { a: '1' });
  const sub = join(box.repo, 'sub');
  runPlainGit(box.base, ['init', '-q', sub]);
  runPlainGit(sub, ['commit', '-q', '--allow-empty', '-m', 'sub']);
  box.git('add', 'sub');
  box.git('commit', '-q', '-m', 'sub');
  runPlainGit(sub, ['config', 'core.fsmonitor', `touch ${box.canary}`]);
  for (const [name, args] of [
    ['add', { files: ['.'] }],
    ['commit', { message: 'x' }],
    ['stash', { action: 'push' }],
    ['checkout', { branch_name: 'main' }],
    ['reset', { mode: 'hard', preview: false }],
  ] as const) {
    expect([name, await box.refused(name, args)]).toEqual([
      name,
      name === 'reset' ? 'confirmation_unavailable' : 'unsupported',
    ]);
  }
  expect(existsSync(box.canary)).toBe(false);
});
