import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit, type GitClient } from '../test-support.ts';

/** Every write, in an order in which each has something to do. */
const writes = [
  ['add', { files: ['b.txt'] }],
  ['commit', { message: 'three' }],
  ['commit', { message: 'three, amended', amend: true }],
  ['create_branch', { branch_name: 'topic' }],
  ['checkout', { branch_name: 'topic' }],
  ['merge', { revision: 'side', fast_forward: 'never' }],
  ['revert', { revision: 'HEAD', mainline: 1 }],
  ['cherry_pick', { revision: 'side' }],
  ['rebase', { revision: 'main' }],
  ['tag', { tag_name: 'v1', message: 'x' }],
  ['worktree', { worktree_path: 'tree', branch_name: 'tree' }],
  [
    'apply_patch',
    { patch: 'diff --git a/p b/p\nnew file mode 100644\n--- /dev/null\n+++ b/p\n@@ -0,0 +1 @@\n+x\n' },
  ],
  ['add', { files: ['p'] }],
  ['unstage', { files: ['p'] }],
  ['stash', { action: 'push', untracked: true }],
  ['stash', { action: 'pop' }],
  ['stash', { action: 'push', untracked: true }],
  ['stash', { action: 'apply' }],
  ['drop_stash', { preview: false }],
  ['detect_conflicts', { head: 'side' }],
  ['clean', { preview: false }],
  ['restore', { files: ['.'], revision: 'HEAD~1', preview: false }],
  ['reset', { mode: 'hard', revision: 'HEAD', preview: false }],
  ['delete_branch', { branch_name: 'side', preview: false }],
  ['delete_tag', { tag_name: 'v1', preview: false }],
] as const;

const hooks = [
  'pre-commit',
  'commit-msg',
  'post-commit',
  'post-checkout',
  'pre-merge-commit',
  'post-merge',
  'pre-rebase',
  'post-rewrite',
  'reference-transaction',
  'post-index-change',
  'prepare-commit-msg',
];

/** A repository in which every write that runs anything of its configuration leaves a trace. */
async function trapped(): Promise<GitClient> {
  const box = await connectGit({ argv: ['--yes'] });
  box.commit('one', { 'a.txt': 'one\n', '.gitattributes': '* merge=evil diff=evil\n*.never filter=evil\n' });
  box.git('checkout', '-q', '-b', 'side');
  box.commit('side', { side: 'x\n', 'x.never': 'x\n' });
  box.git('checkout', '-q', 'main');
  box.commit('two', { 'a.txt': 'two\n' });
  box.put('b.txt', 'new\n');
  const script = join(box.base, 'evil.sh');
  writeFileSync(script, `#!/bin/sh\necho "$0 $@" >> ${box.canary}\ncat\n`);
  chmodSync(script, 0o755);
  mkdirSync(join(box.repo, '.git/hooks'), { recursive: true });
  for (const hook of hooks)
    writeFileSync(join(box.repo, '.git/hooks', hook), readFileSync(script), { mode: 0o755 });
  const keys = [
    'core.fsmonitor',
    'core.editor',
    'sequence.editor',
    'diff.external',
    'diff.evil.command',
    'diff.evil.textconv',
    'filter.evil.clean',
    'filter.evil.smudge',
    'filter.evil.process',
    'merge.evil.driver',
    'gpg.program',
    'alias.commit',
  ];
  for (const key of keys) box.git('config', key, script);
  for (const key of ['commit.gpgSign', 'tag.gpgSign', 'filter.evil.required']) box.git('config', key, 'true');
  return box;
}

it('nothing a repository configures runs in writes', async () => {
  const box = await trapped();
  const failed: unknown[] = [];
  for (const [name, args] of writes) {
    const { error } = await box.call(name, args);
    if (error !== undefined) failed.push([name, error.code, error.message, error.data]);
    expect([name, existsSync(box.canary) && readFileSync(box.canary, 'utf8')]).toEqual([name, false]);
  }
  expect(failed).toEqual([]);
  await box.ok('remove_worktree', { worktree_path: join(box.repo, 'tree'), preview: false });
  expect([existsSync(join(box.repo, 'tree')), existsSync(box.canary)]).toEqual([false, false]);
});

it('the trap is real: plain git runs it', async () => {
  const box = await trapped();
  box.git('-c', 'commit.gpgSign=false', 'commit', '-q', '--allow-empty', '-m', 'x');
  expect(readFileSync(box.canary, 'utf8')).toContain('pre-commit');
});

it('writers of one repository wait for each other, and one that is cancelled lets the next begin', async () => {
  const box = await connectGit();
  const names = Array.from({ length: 12 }, (_, index) => `branch-${index}`);
  box.commit('one');
  const controller = new AbortController();
  const calls = names.map((branch_name, index) =>
    box.client.callTool(
      { name: 'create_branch', arguments: { branch_name } },
      index === 5 ? { signal: controller.signal } : {},
    ),
  );
  controller.abort();
  const ends = await Promise.allSettled(calls);
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(11);
  expect(box.git('branch', '--format=%(refname:short)').split('\n').length).toBeGreaterThanOrEqual(12);
});
