import * as z from 'zod';
import { resolveRevision } from '../reading/commits.ts';
import { repo_path } from '../reading/fields.ts';
import { checkRevision } from '../running/grammar.ts';
import { dropBackup, keepCommit, withBackup } from '../writing/backup.ts';
import { identity } from '../writing/identity.ts';
import { keep_conflicts, runSequence, sequenceOutput } from '../writing/sequence.ts';
import { defineGitTool } from './define-git-tool.ts';

export const rebase = defineGitTool({
  name: 'rebase',
  title: 'Rebase',
  toolset: 'write',
  description:
    'Put the commits of the current branch on top of a revision. The old ones stay under the backup ref. With conflicts nothing is changed.',
  effect: 'write',
  input: z.object({ repo_path, revision: z.string(), keep_conflicts }),
  output: sequenceOutput.extend({ backup: z.string().optional() }),
  run: async ({ revision, keep_conflicts }, repository, { settings }) => {
    const onto = await resolveRevision(repository, checkRevision(revision));
    const backup = await keepCommit(repository, 'rebase', await resolveRevision(repository, 'HEAD'));
    const env = await identity(repository, settings);
    const done = await withBackup(repository, backup, () =>
      runSequence(repository, {
        command: 'rebase',
        args: ['-q', '--no-stat', '--no-autostash', '--no-autosquash', onto],
        brings: { trees: [onto], ranges: [`${onto}..HEAD`] },
        keep: keep_conflicts,
        env,
      }),
    );
    if (done.done || done.inProgress) return { ...done, backup };
    await dropBackup(repository, backup);
    return done;
  },
});
