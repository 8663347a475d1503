import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit, type GitClient } from '../src/test-support.ts';

const bytes = (...parts: readonly (string | number)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.of(part) : Buffer.from(part))));

/** Writes a file whose name is not UTF-8; answers how it is shown. */
function putBytes({ repo }: GitClient, folder: string, content: string): string {
  mkdirSync(bytes(`${repo}/${folder}`, 0xfc), { recursive: true });
  writeFileSync(bytes(`${repo}/${folder}`, 0xfc, '/caf', 0xe9, '.txt'), content);
  return `bytes:${folder}%FC/caf%E9.txt`;
}

it('gives names that are not UTF-8 so that they can be given back', async () => {
  const box = await connectGit({ argv: ['--yes'] });
  const { ok, commit, git, put } = box;
  const path = putBytes(box, 'dir', 'one\n');
  putBytes(box, 'other', 'other\n');
  put('bytes:plain%20.txt', 'plain\n');
  expect((await ok('status')).structured.entries).toMatchObject([
    { path: 'bytes:bytes:plain%2520.txt' },
    { path },
    { path: 'bytes:other%FC/caf%E9.txt' },
  ]);
  expect((await ok('add', { files: [path] })).structured).toMatchObject({ files: [path] });
  await ok('add', { files: ['bytes:bytes:plain%2520.txt'] });
  await ok('commit', { message: 'one' });
  expect(git('-c', 'core.quotePath=true', 'show', '--format=', '--name-only', 'HEAD').split('\n')).toEqual([
    'bytes:plain%20.txt',
    '"dir\\374/caf\\351.txt"',
  ]);
  expect((await ok('read_file', { path })).structured).toMatchObject({ content: 'one\n' });
  const several = await ok('read_files', { files: [{ path }, { path: 'bytes:absent%FF' }] });
  expect(several.structured.files).toMatchObject([{ path, content: 'one\n' }, { error: 'not_found' }]);
  expect((await ok('read_file', { path: 'bytes:bytes:plain%2520.txt' })).structured).toMatchObject({
    content: 'plain\n',
  });
  const listed = await ok('list_files', { recursive: true });
  expect(listed.structured.entries).toMatchObject([{ path: 'bytes:bytes:plain%2520.txt' }, { path }]);
  expect((await ok('list_files', { path: 'bytes:dir%FC' })).structured.entries).toMatchObject([{ path }]);
  putBytes(box, 'dir', 'two\n');
  const { structured } = await ok('diff');
  expect(structured).toMatchObject({ total: 1, files: [{ path, status: 'M', added: 1, deleted: 1 }] });
  expect(structured.patch).toContain('+two');
  await ok('add', { files: ['bytes:dir%FC'] });
  expect((await ok('unstage', { files: [path] })).structured).toMatchObject({ staged: 0 });
  expect((await ok('restore', { files: [path] })).structured).toMatchObject({ files: [path] });
  await ok('restore', { files: [path], preview: false });
  expect(git('diff')).toBe('');
  expect((await ok('search', { pattern: 'one' })).structured.matches).toMatchObject([{ path }]);
  commit('rest');
  expect((await ok('show', {})).structured.files).toMatchObject([{ path: 'bytes:other%FC/caf%E9.txt' }]);
  expect(JSON.stringify((await ok('analyze_history')).structured)).toContain('caf%E9.txt');
});

it('keeps the content of such files when it deletes them', async () => {
  const box = await connectGit({ argv: ['--yes'] });
  box.commit('one', { a: '1\n' });
  const path = putBytes(box, 'dir', 'precious\n');
  const { structured } = await box.ok('clean', { preview: false });
  expect(structured).toMatchObject({ done: true, files: [path] });
  const kept = await box.ok('read_file', { path, revision: String(structured.backup) });
  expect(kept.structured).toMatchObject({ content: 'precious\n' });
});

it('resolves conflicts in such files', async () => {
  const box = await connectGit({ argv: ['--yes'] });
  const versions = ['base', 'side', 'main'].map((branch) => {
    if (branch === 'side') box.git('checkout', '-q', '-b', 'side');
    if (branch === 'main') box.git('checkout', '-q', 'main');
    const path = putBytes(box, 'dir', `${branch}\n`);
    box.commit(branch);
    return path;
  });
  const [path] = versions;
  const merged = await box.ok('merge', { revision: 'side', keep_conflicts: true });
  expect(merged.structured).toMatchObject({ conflicts: [path] });
  const args = { files: [path], side: 'theirs', preview: false };
  const { structured } = await box.ok('resolve_conflict', args);
  expect(structured).toMatchObject({ files: [{ path, result: 'written' }], conflicts: [] });
  expect(box.git('diff', 'side')).toBe('');
  for (const [parent, content] of [
    ['^2', 'main\n'],
    ['^3', 'side\n'],
  ] as const) {
    const revision = `${structured.backup}${parent}`;
    expect((await box.ok('read_file', { path, revision })).structured).toMatchObject({ content });
  }
});

it('says which tools take such a name, and refuses escapes that lead out', async () => {
  const box = await connectGit();
  const path = putBytes(box, 'dir', 'one\n');
  box.commit('one');
  for (const tool of ['blame', 'file_history', 'log'])
    expect(await box.refused(tool, { path })).toBe('unsupported');
  expect(await box.refused('read_file', { path: 'bytes:%' })).toBe('invalid_arguments');
  expect(await box.refused('read_file', { path: 'bytes:%2E%2E/outside' })).toBe('outside_roots');
  expect(await box.refused('read_file', { path: 'bytes:%2Fetc/passwd' })).toBe('outside_roots');
  expect(await box.refused('read_file', { path: 'bytes:.git/config' })).toBe('invalid_arguments');
  expect(await box.refused('read_file', { path: 'bytes:a%00b' })).toBe('invalid_arguments');
  expect(await box.refused('read_file', { path: 'bytes:absent%FF' })).toBe('not_found');
});

it('keeps what a policy denies from a caller who writes it as bytes', async () => {
  const box = await connectGit({
    argv: ({ base, repo }) => {
      const rules = [{ arguments: { path: { deny: [`${repo}/closed/**`] } } }];
      const policy = {
        version: 1,
        roles: { worker: { rules } },
        assign: [{ kind: 'local', roles: ['worker'] }],
      };
      writeFileSync(join(base, 'policy.json'), JSON.stringify(policy));
      return ['--policy', join(base, 'policy.json')];
    },
  });
  mkdirSync(join(box.repo, 'closed'));
  writeFileSync(bytes(`${box.repo}/closed/k`, 0xe9), 'secret\n');
  box.commit('one', { 'closed/key': 'secret\n', open: 'x\n' });
  for (const path of ['bytes:closed/key', 'bytes:%63losed/key', 'bytes:closed/k%E9']) {
    expect([path, await box.refused('read_file', { path })]).toEqual([path, 'forbidden']);
  }
  const { text } = await box.ok('list_files', { recursive: true });
  expect(text).not.toContain('closed');
  expect(existsSync(join(box.repo, 'closed'))).toBe(true);
});
