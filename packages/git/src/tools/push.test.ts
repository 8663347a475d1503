import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit, runPlainGit } from '../test-support.ts';

it('pushes one branch and never replaces commits', async () => {
  const { ok, refused, commit, git, base, canary } = await connectGit({
    argv: ['--remote-protocols', 'file'],
    folders: ({ base }) => [base],
  });
  commit('one');
  const remote = join(base, 'remote.git');
  git('clone', '-q', '--bare', '.', remote);
  git('remote', 'add', 'origin', remote);
  mkdirSync(join(remote, 'hooks'), { recursive: true });
  for (const hook of ['pre-receive', 'update', 'post-update']) {
    writeFileSync(join(remote, 'hooks', hook), `#!/bin/sh\ntouch ${canary}\n`, { mode: 0o755 });
  }
  git('tag', '-a', '-m', 'one', 'v1');
  git('config', 'push.followTags', 'true');
  const id = commit('two');
  const repo_path = join(base, 'repo');
  expect((await ok('push', { repo_path })).structured).toEqual({ branch: 'main', commit: id });
  expect(runPlainGit(remote, ['rev-parse', 'main'])).toBe(id);
  // What is pushed is the branch, whatever the configuration would add to it.
  expect(runPlainGit(remote, ['tag'])).toBe('');
  expect(existsSync(canary)).toBe(false);
  git('reset', '-q', '--hard', 'HEAD~1');
  commit('other');
  expect(await refused('push', { repo_path })).toBe('conflict');
  expect(await refused('push', { repo_path, branch_name: '+main' })).toBe('not_found');
  expect(await refused('push', { repo_path, branch_name: ':main' })).toBe('invalid_arguments');
  expect(runPlainGit(remote, ['rev-parse', 'main'])).toBe(id);
});
