import { fitting } from '@portolan/runtime';
import * as z from 'zod';
import { repo_path } from '../reading/fields.ts';
import { conflictsIn, readStatus } from '../reading/status.ts';
import { keepState, withBackup } from '../writing/backup.ts';
import { guardWorkTree } from '../writing/guard-work-tree.ts';
import { lossOutput, preview } from '../writing/loss.ts';
import { commandInProgress } from '../writing/sequence.ts';
import { defineGitTool } from './define-git-tool.ts';

export const abortOperation = defineGitTool({
  name: 'abort_operation',
  title: 'Abort operation',
  toolset: 'destroy',
  description:
    'Give up a merge, rebase, cherry_pick, revert or am in progress: the branch is as before it. By default only lists the files that change; tracked files as they are now stay under the backup ref.',
  effect: 'destroy',
  input: z.object({ repo_path, preview }),
  output: lossOutput,
  confirmation: ({ preview }) =>
    preview
      ? undefined
      : 'Give up the operation in progress? Tracked files are kept as they are under a backup ref.',
  run: async ({ preview }, repository) => {
    await guardWorkTree(repository);
    const status = await readStatus(repository, false);
    const command = commandInProgress(status.operation);
    const files = status.entries.map(({ path }) => path);
    const loss = { files: [...fitting(files)], totalFiles: files.length, commits: 0 };
    if (preview) return { ...loss, done: false };
    const backup = await keepState(repository, 'abort');
    await withBackup(repository, backup, () => repository.git([command, '--abort'], { writes: true }));
    const done = conflictsIn(await readStatus(repository, false)).length === 0;
    return { ...loss, done, ...(backup !== undefined && { backup }) };
  },
});
