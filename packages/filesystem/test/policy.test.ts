import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, createTempFolder, errorOf } from '@portolan/testing';
import { expect, it } from 'vitest';
import { filesystemServer } from './support/server.ts';

it('compares a policy’s paths with where a call really leads', async () => {
  await using folder = await createTempFolder();
  const root = join(folder.path, 'root');
  mkdirSync(join(root, 'open/below'), { recursive: true });
  mkdirSync(join(root, 'closed'));
  writeFileSync(join(root, 'open/a.txt'), 'open');
  writeFileSync(join(root, 'closed/b.txt'), 'closed');
  symlinkSync(join(root, 'closed'), join(root, 'open/way'));
  const policy = join(folder.path, 'policy.json');
  const rule = { arguments: { path: { allow: [`${root}/open/**`], deny: ['below'] } } };
  const roles = { reader: { rules: [rule, { toolsets: ['resources'], ...rule }] } };
  const assign = [{ kind: 'local', roles: ['reader'] }];
  writeFileSync(policy, JSON.stringify({ version: 1, roles, assign }));

  await using client = await connect('v1', { command: filesystemServer('--policy', policy, root) });
  const codeOf = async (tool: string, args: Readonly<Record<string, unknown>>) =>
    errorOf(await client.callTool(tool, args)).code;
  for (const path of ['open/a.txt', `${root}/open/a.txt`, `${root}/closed/../open/a.txt`]) {
    expect(await codeOf('read_text_file', { path }), path).toBeUndefined();
  }
  for (const path of ['closed/b.txt', 'open/way/b.txt', 'open/../closed/b.txt', 'open/below/new.txt']) {
    expect(await codeOf('read_text_file', { path }), path).toBe('forbidden');
    expect(await codeOf('write_file', { path, content: '' }), path).toBe('forbidden');
  }
  expect(await codeOf('read_multiple_files', { paths: ['open/a.txt', 'closed/b.txt'] })).toBe('forbidden');
  expect(await codeOf('move_file', { source: 'open/a.txt', destination: 'closed/a.txt' })).toBe('forbidden');
  expect(await codeOf('write_file', { path: 'open/way/new.txt', content: '' })).toBe('forbidden');
  await client.request('resources/read', { uri: `file://${root}/open/a.txt` });
  await expect(client.request('resources/read', { uri: `file://${root}/open/way/b.txt` })).rejects.toThrow();
});
