import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import server from '../server.ts';
import { sandbox } from '../test-support.ts';
import { connectTools } from './test-support.ts';

const secret = 'kept/secret.txt';
const path = secret;
const patch = `--- a/${secret}\n+++ b/${secret}\n@@ -1 +1 @@\n-secret\n+open\n`;

/** For each tool that takes a path, calls that name one the policy denies, in every argument that can. */
const calls: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  read_file: [{ path }],
  read_text_file: [{ path }],
  read_media_file: [{ path }],
  read_multiple_files: [{ paths: ['open.txt', path] }],
  write_file: [{ path, content: '' }],
  edit_file: [{ path, edits: [{ oldText: 'secret', newText: '' }] }],
  create_directory: [{ path: 'kept/new' }],
  list_directory: [{ path: 'kept' }],
  list_directory_with_sizes: [{ path: 'kept' }],
  directory_tree: [{ path: 'kept' }],
  move_file: [
    { source: path, destination: 'moved' },
    { source: 'open.txt', destination: 'kept/moved' },
  ],
  search_files: [{ path: 'kept', pattern: '**' }],
  get_file_info: [{ path }],
  search_content: [{ path: 'kept', pattern: 'secret' }],
  find_files: [{ path: 'kept' }],
  edit_lines: [{ path, startLine: 1, endLine: 1, newText: '' }],
  append_file: [{ path, content: '' }],
  copy_file: [
    { source: path, destination: 'copied' },
    { source: 'open.txt', destination: 'kept/copied' },
  ],
  apply_patch: [{ patch }],
  delete_file: [{ path }],
  delete_directory: [{ path: 'kept', recursive: true }],
  get_checksum: [{ path }],
  compare_files: [
    { before: path, after: 'open.txt' },
    { before: 'open.txt', after: path },
  ],
  disk_usage: [{ path: 'kept' }],
  read_archive: [{ path }],
  read_batch: [{ reads: [{ path }] }],
};

/** Takes no path: its answer comes from the folders of the caller, or from what this caller put into the trash. */
const withoutPath = ['list_allowed_directories', 'restore_file'];

it('has a policy constrain every path of every tool', async () => {
  expect([...Object.keys(calls), ...withoutPath].sort()).toEqual(server.tools.map(({ name }) => name).sort());
  const box = sandbox();
  box.put('open.txt', 'open\n');
  box.put(secret, 'secret\n');
  const policy = join(box.base, 'policy.json');
  const kept = { allow: [`${box.root}/**`, box.root], deny: [`${box.root}/kept`] };
  const rules = [{ tools: ['*'], arguments: { path: kept } }];
  const assign = [{ kind: 'local', roles: ['user'] }];
  writeFileSync(policy, JSON.stringify({ version: 1, roles: { user: { rules } }, assign }));
  const { call } = await connectTools({ argv: ['--policy', policy, '--yes'], folders: [box.root] });
  const codes: unknown[] = [];
  for (const [name, all] of Object.entries(calls))
    for (const args of all) codes.push([name, args, (await call(name, args)).code]);
  expect(codes).toEqual(
    Object.entries(calls).flatMap(([name, all]) => all.map((args) => [name, args, 'forbidden'])),
  );
});
