import * as z from 'zod';
import { resolveRevision } from '../reading/commits.ts';
import { repo_path } from '../reading/fields.ts';
import { checkRevision } from '../running/grammar.ts';
import { identity } from '../writing/identity.ts';
import { keep_conflicts, runSequence, sequenceOutput } from '../writing/sequence.ts';
import { defineGitTool } from './define-git-tool.ts';

export const revert = defineGitTool({
  name: 'revert',
  title: 'Revert',
  toolset: 'write',
  description: 'Add a commit that undoes another. With conflicts nothing is changed.',
  effect: 'write',
  input: z.object({
    repo_path,
    revision: z.string(),
    mainline: z.int().min(1).max(99).optional().describe('For a merge: which parent counts as before it'),
    keep_conflicts,
  }),
  output: sequenceOutput,
  run: async ({ revision, mainline, keep_conflicts }, repository, { settings }) => {
    const commit = await resolveRevision(repository, checkRevision(revision));
    const parent = mainline === undefined ? [] : ['-m', `${mainline}`];
    return runSequence(repository, {
      command: 'revert',
      args: ['--no-edit', ...parent, commit],
      keep: keep_conflicts,
      env: await identity(repository, settings),
    });
  },
});
