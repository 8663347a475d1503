import * as z from 'zod';
import { repo_path } from '../reading/fields.ts';
import { demandPermitted } from '../reading/permitted.ts';
import { shownNames } from '../reading/records.ts';
import { keepCommit, withBackup } from '../writing/backup.ts';
import { lossOf, lossOutput, preview } from '../writing/loss.ts';
import { findStash, stashIndex } from '../writing/stash-entry.ts';
import { defineGitTool } from './define-git-tool.ts';

export const dropStash = defineGitTool({
  name: 'drop_stash',
  title: 'Drop stash',
  toolset: 'destroy',
  description:
    'Forget one stash. By default only lists the files it holds; its changes stay under the backup ref.',
  effect: 'destroy',
  input: z.object({ repo_path, index: stashIndex, preview }),
  output: lossOutput,
  confirmation: ({ index, preview }) =>
    preview ? undefined : `Drop the stash ${index}? It is kept under a backup ref.`,
  run: async ({ index, preview }, repository) => {
    const { name, commit } = await findStash(repository, index);
    const { stdout } = await repository.git([
      'diff',
      '--name-only',
      '-z',
      '--no-ext-diff',
      '--no-renames',
      `${commit}^1`,
      commit,
      '--',
    ]);
    demandPermitted(repository, shownNames(stdout));
    const loss = lossOf(stdout, 1);
    if (preview) return { ...loss, done: false };
    const backup = await keepCommit(repository, 'drop-stash', commit);
    await withBackup(repository, backup, () =>
      repository.git(['stash', 'drop', '-q', name], { writes: true }),
    );
    return { ...loss, done: true, backup };
  },
});
