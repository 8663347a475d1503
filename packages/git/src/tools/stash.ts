import { fail, fitting } from '@portolan/runtime';
import * as z from 'zod';
import { repo_path } from '../reading/fields.ts';
import { conflictsIn, readStatus } from '../reading/status.ts';
import { explain } from '../running/explain.ts';
import { checkText } from '../running/grammar.ts';
import { demandBrought } from '../writing/demand-brought.ts';
import { guardWorkTree, refuseFiltered } from '../writing/guard-work-tree.ts';
import { identity } from '../writing/identity.ts';
import { findStash, stashIndex } from '../writing/stash-entry.ts';
import { defineGitTool } from './define-git-tool.ts';

export const stash = defineGitTool({
  name: 'stash',
  title: 'Stash',
  toolset: 'write',
  description:
    'Set uncommitted changes aside (push), bring a stash back (apply), or bring it back and drop it (pop); with conflicts the stash stays.',
  effect: 'write',
  input: z.object({
    repo_path,
    action: z.enum(['push', 'apply', 'pop']),
    message: z.string().default('Set aside'),
    untracked: z.boolean().default(false).describe('push: untracked files too'),
    index: stashIndex.describe('apply, pop: which, of list_stashes'),
  }),
  output: z.object({ commit: z.string(), conflicts: z.array(z.string()), totalConflicts: z.number() }),
  run: async ({ action, message, untracked, index }, repository, { settings }) => {
    await guardWorkTree(repository);
    // Stash names the whole tree with a pathspec of its own; none of the caller's is in these commands.
    const env = { ...(await identity(repository, settings)), GIT_LITERAL_PATHSPECS: '0' };
    if (action !== 'push') {
      const { name, commit } = await findStash(repository, index);
      if (repository.constrained) await demandBrought(repository, { trees: await partsOf(commit) });
      const result = await repository.git(['stash', action, '-q', name], { writes: true, env, accept: [1] });
      const conflicts = result.code === 0 ? [] : conflictsIn(await readStatus(repository, false));
      if (result.code !== 0 && conflicts.length === 0) explain(result, 'stash');
      return { commit, conflicts: [...fitting(conflicts)], totalConflicts: conflicts.length };
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
    return { commit, conflicts: [], totalConflicts: 0 };

    /** The files, the index, and the untracked files where there are such. */
    async function partsOf(commit: string) {
      const { stdout } = await repository.git(['rev-parse', commit, `${commit}^@`]);
      const [whole = commit, , ...parts] = stdout.toString('utf8').trim().split('\n');
      return [whole, ...parts];
    }

    async function latest() {
      const { stdout } = await repository.git(['rev-parse', '-q', '--verify', 'refs/stash'], { accept: [1] });
      return stdout.toString('utf8').trim();
    }
  },
});
