import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { resolveRevision } from '../reading/commits.ts';
import { repo_path } from '../reading/fields.ts';
import { checkText } from '../running/grammar.ts';
import { guardWorkTree, refuseFiltered } from '../writing/guard-work-tree.ts';
import { identity } from '../writing/identity.ts';
import { defineGitTool } from './define-git-tool.ts';

export const stash = defineGitTool({
  name: 'stash',
  title: 'Stash',
  toolset: 'write',
  description: 'Set uncommitted changes aside (push), or bring a stash back and keep it (apply).',
  effect: 'write',
  input: z.object({
    repo_path,
    action: z.enum(['push', 'apply']),
    message: z.string().default('Set aside'),
    untracked: z.boolean().default(false).describe('push: untracked files too'),
    index: z.int().min(0).max(9999).default(0).describe('apply: which, of list_stashes'),
  }),
  output: z.object({ commit: z.string() }),
  run: async ({ action, message, untracked, index }, repository, { settings }) => {
    await guardWorkTree(repository);
    // Stash names the whole tree with a pathspec of its own; none of the caller's is in these commands.
    const env = { ...(await identity(repository, settings)), GIT_LITERAL_PATHSPECS: '0' };
    const name = `stash@{${index}}`;
    if (action === 'apply') {
      const commit = await resolveRevision(repository, name);
      await repository.git(['stash', 'apply', '-q', name], { writes: true, env });
      return { commit };
    }
    await refuseFiltered(repository, ['.']);
    const before = await latest();
    const also = untracked ? ['--include-untracked'] : [];
    await repository.git(['stash', 'push', '-q', ...also, '-m', checkText(message, 'message')], {
      writes: true,
      env,
    });
    const commit = await latest();
    if (commit === before) fail('conflict', 'There is nothing to set aside.', { next: 'Look at status.' });
    return { commit };

    async function latest() {
      const { stdout } = await repository.git(['rev-parse', '-q', '--verify', 'refs/stash'], { accept: [1] });
      return stdout.toString('utf8').trim();
    }
  },
});
