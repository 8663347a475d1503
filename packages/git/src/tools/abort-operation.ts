import { fitting } from '@portolan/runtime';
import * as z from 'zod';
import { repo_path } from '../reading/fields.ts';
import { conflictsIn, readStatus } from '../reading/status.ts';
import { guardWorkTree } from '../writing/guard-work-tree.ts';
import { lossOutput, preview } from '../writing/loss.ts';
import { commandInProgress } from '../writing/sequence.ts';
import { defineGitTool } from './define-git-tool.ts';

export const abortOperation = defineGitTool({
  name: 'abort_operation',
  title: 'Abort operation',
  toolset: 'destroy',
  description:
    'Give up a merge, rebase, cherry_pick or revert in progress: the branch is as before it, resolved conflicts are lost. By default only lists them.',
  effect: 'destroy',
  input: z.object({ repo_path, preview }),
  output: lossOutput,
  confirmation: ({ preview }) =>
    preview ? undefined : 'Give up the operation in progress? Resolved conflicts are lost.',
  run: async ({ preview }, repository) => {
    await guardWorkTree(repository);
    const status = await readStatus(repository, false);
    const command = commandInProgress(status.operation);
    const files = status.entries.map(({ path }) => path);
    const loss = { files: [...fitting(files)], totalFiles: files.length, commits: 0 };
    if (preview) return { ...loss, done: false };
    await repository.git([command, '--abort'], { writes: true });
    return { ...loss, done: conflictsIn(await readStatus(repository, false)).length === 0 };
  },
});
