import { expect, it } from 'vitest';
import { connectGit } from '../src/test-support.ts';

const patch = '--- a/f\n+++ b/f\n@@ -1 +1 @@\n-zzz\n+c\n';

type Case = readonly [
  tool: string,
  args: Readonly<Record<string, unknown>>,
  code: string,
  argument: string,
  value?: string,
];

/** A call, the code of its error, and the argument and value that its message names. */
const calls: readonly Case[] = [
  ['log', { revision: 'nope' }, 'not_found', 'revision', 'nope'],
  ['log', { exclude: 'nope' }, 'not_found', 'exclude', 'nope'],
  ['log', { start_timestamp: 'some words' }, 'invalid_arguments', 'start_timestamp'],
  ['diff', { base: 'HEAD', target: 'nope' }, 'not_found', 'target', 'nope'],
  ['diff', { base: 'nope', target: 'HEAD' }, 'not_found', 'base', 'nope'],
  ['compare', { base: 'HEAD', head: 'nope' }, 'not_found', 'head', 'nope'],
  ['show', { revision: 'nope' }, 'not_found', 'revision', 'nope'],
  ['blame', { path: 'f', revision: 'nope' }, 'not_found', 'revision', 'nope'],
  ['read_file', { path: 'f', revision: 'nope' }, 'not_found', 'revision', 'nope'],
  ['list_files', { path: 'nope' }, 'not_found', 'path'],
  ['list_files', { path: 'f' }, 'unsupported', 'path', 'file'],
  ['list_branches', { contains: 'nope' }, 'not_found', 'contains', 'nope'],
  ['search', { pattern: '(', regex: true }, 'invalid_arguments', 'pattern'],
  ['search', { pattern: '(', regex: true, in: 'changes' }, 'invalid_arguments', 'pattern'],
  ['file_history', { path: 'nope' }, 'not_found', 'path'],
  ['file_history', { path: '' }, 'invalid_arguments', 'path'],
  ['reflog', { ref: 'nope' }, 'not_found', 'ref', 'nope'],
  ['detect_conflicts', { head: 'nope' }, 'not_found', 'head', 'nope'],
  ['create_branch', { branch_name: 'x', base_branch: 'nope' }, 'not_found', 'base_branch', 'nope'],
  ['checkout', { branch_name: 'nope' }, 'not_found', 'branch_name', 'nope'],
  ['checkout', { branch_name: 'nope', detach: true }, 'not_found', 'branch_name', 'nope'],
  ['delete_branch', { branch_name: 'nope', preview: false }, 'not_found', 'branch_name', 'nope'],
  ['delete_branch', { branch_name: 'main', preview: false }, 'conflict', 'branch_name'],
  ['tag', { tag_name: 'v1', message: 'm'.repeat(70_000) }, 'invalid_arguments', 'message', '65536'],
  ['stash', { action: 'pop' }, 'not_found', 'index', '0'],
  ['drop_stash', { index: 3, preview: false }, 'not_found', 'index', '3'],
  ['add', { files: ['../x'] }, 'outside_roots', 'files'],
  ['unstage', { files: ['nope'] }, 'not_found', 'files', 'nope'],
  ['restore', { files: ['f', 'nope'], preview: false }, 'not_found', 'files', 'nope'],
  ['worktree', { worktree_path: 'no/w', branch_name: 'w' }, 'not_found', 'worktree_path'],
  ['apply_patch', { patch: 'garbage' }, 'invalid_arguments', 'patch'],
  ['apply_patch', { patch }, 'conflict', 'patch'],
  ['rebase', { revision: 'HEAD~1' }, 'conflict', 'uncommitted'],
  ['reset', { revision: 'nope', preview: false }, 'not_found', 'revision', 'nope'],
  ['merge', { revision: 'nope' }, 'not_found', 'revision', 'nope'],
  ['push', { remote: 'nope' }, 'not_found', 'remote'],
];

const rows = calls.map(([name, args, code, argument, value = '']) => ({ name, args, code, argument, value }));

it.each(rows)('$name $args is refused by its argument, and leaves nothing', async (row) => {
  const { name, args, code, argument, value } = row;
  const { call, commit, put, git } = await connectGit({ argv: ['--yes'] });
  commit('one', { f: '1\n' });
  commit('two', { f: '2\n' });
  put('f', 'mine\n');
  const state = () => [git('for-each-ref'), git('status', '--porcelain'), git('reflog', 'HEAD')];
  const before = state();
  const { error } = await call(name, args);
  expect(error?.code).toBe(code);
  expect(error?.message).toContain(argument);
  expect(error?.message).toContain(value);
  expect(error?.next).not.toBe('');
  expect(state()).toEqual(before);
});
