import { fitting } from '@portolan/runtime';
import * as z from 'zod';
import { resolveRevision } from '../reading/commits.ts';
import { repo_path } from '../reading/fields.ts';
import { conflictsIn, readStatus } from '../reading/status.ts';
import { explain } from '../running/explain.ts';
import { guardWorkTree } from '../writing/guard-work-tree.ts';
import { identity } from '../writing/identity.ts';
import { commandInProgress, sequenceOutput } from '../writing/sequence.ts';
import { defineGitTool } from './define-git-tool.ts';

export const continueOperation = defineGitTool({
  name: 'continue_operation',
  title: 'Continue operation',
  toolset: 'write',
  description:
    'Go on with a merge, rebase, cherry_pick, revert or am after its conflicts are resolved, with resolve_conflict or by editing and add.',
  effect: 'write',
  input: z.object({ repo_path }),
  output: sequenceOutput,
  run: async (_input, repository, { settings }) => {
    await guardWorkTree(repository);
    const command = commandInProgress((await readStatus(repository, false)).operation);
    const env = await identity(repository, settings);
    const result = await repository.git([command, '--continue'], { writes: true, env, accept: [1, 128] });
    const { operation, entries } = await readStatus(repository, false);
    const conflicts = conflictsIn({ entries });
    if (result.code !== 0 && conflicts.length === 0) explain(result, command);
    return {
      done: operation === undefined,
      conflicts: [...fitting(conflicts)],
      totalConflicts: conflicts.length,
      inProgress: operation !== undefined,
      commit: await resolveRevision(repository, 'HEAD'),
    };
  },
});
