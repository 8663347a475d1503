import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sandbox } from '../test-support.ts';
import { connectTools } from './test-support.ts';

/** A server whose policy and audit log lie in a folder that it serves. */
async function connectWithOwnFiles() {
  const box = sandbox();
  const rules = { version: 1, roles: { user: { rules: [{ tools: ['*'] }] } } };
  const policy = box.put(
    'state/policy.json',
    JSON.stringify({ ...rules, assign: [{ kind: 'local', roles: ['user'] }] }),
  );
  const audit = join(box.root, 'state/audit.jsonl');
  const tools = await connectTools({
    argv: ['--policy', policy, '--audit', audit, '--yes'],
    folders: [box.root],
  });
  return { ...tools, root: box.root, put: box.put, policy, audit };
}

it('lets nobody read or change the policy in force', async () => {
  const { refused, policy, root } = await connectWithOwnFiles();
  const before = readFileSync(policy, 'utf8');
  expect(await refused('read_text_file', { path: policy })).toBe('forbidden');
  expect(await refused('write_file', { path: policy, content: '{}' })).toBe('forbidden');
  expect(await refused('move_file', { source: policy, destination: join(root, 'p') })).toBe('forbidden');
  expect(await refused('delete_file', { path: policy })).toBe('forbidden');
  expect(readFileSync(policy, 'utf8')).toBe(before);
});

it.each(['audit.jsonl', 'audit.jsonl.key', 'audit.jsonl.1', 'audit-2.jsonl', 'audit-2.jsonl.lock'])(
  'lets nobody write %s',
  async (name) => {
    const { ok, refused, root, put } = await connectWithOwnFiles();
    await ok('write_file', { path: put('other.txt'), content: 'a call that is recorded' });
    const path = join(root, 'state', name);
    const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    expect(await refused('write_file', { path, content: '' })).toBe('forbidden');
    if (before !== undefined) expect(readFileSync(path, 'utf8').startsWith(before)).toBe(true);
  },
);

it('moves and deletes no folder that holds them, and finds nothing in them', async () => {
  const { ok, refused, root, put } = await connectWithOwnFiles();
  const path = join(root, 'state');
  expect(await refused('move_file', { source: path, destination: join(root, 'moved') })).toBe('forbidden');
  expect(await refused('delete_directory', { path, recursive: true })).toBe('forbidden');
  put('state/notes.txt', 'roles');
  const found = await ok('search_content', { path: root, pattern: 'roles' });
  expect(found.text).toContain('notes.txt');
  expect(found.text).not.toContain('policy.json');
});

it('leaves files of like names alone', async () => {
  const { ok, put } = await connectWithOwnFiles();
  for (const name of ['state/policy.md', 'state/auditor.jsonl', 'policy.json', 'state/policy-2.json']) {
    writeFileSync(put(name), 'x');
    await ok('write_file', { path: put(name), content: 'y' });
  }
});
