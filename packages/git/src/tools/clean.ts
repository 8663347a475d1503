import * as z from 'zod';
import { paths, repo_path } from '../reading/fields.ts';
import { nameParts } from '../reading/records.ts';
import { checkPaths } from '../running/grammar.ts';
import { nulEnded } from '../running/pathspec.ts';
import { keepFiles, withBackup } from '../writing/backup.ts';
import { guardWorkTree } from '../writing/guard-work-tree.ts';
import { lossOf, lossOutput, preview } from '../writing/loss.ts';
import { defineGitTool } from './define-git-tool.ts';

export const clean = defineGitTool({
  name: 'clean',
  title: 'Clean',
  toolset: 'destroy',
  description:
    'Delete untracked files, not ignored ones. By default only lists them; their content stays under the backup ref.',
  effect: 'destroy',
  input: z.object({ repo_path, paths, preview }),
  output: lossOutput,
  confirmation: ({ preview }) =>
    preview ? undefined : 'Delete the untracked files? They are kept under a backup ref.',
  run: async ({ paths, preview }, repository) => {
    const named = checkPaths(repository.top, paths);
    await guardWorkTree(repository, named.length === 0 ? undefined : named);
    const listed = await repository.git(['ls-files', '-z', '--others', '--exclude-standard', '--', ...named]);
    // A repository inside this one is listed as a folder, and left alone.
    const files = nameParts(listed.stdout).filter((file) => !file.endsWith('/'));
    const names = nulEnded(files);
    const loss = lossOf(names);
    if (preview || loss.totalFiles === 0) return { ...loss, done: false };
    const backup = await keepFiles(repository, 'clean', names);
    // A single -f leaves repositories inside this one alone.
    await withBackup(repository, backup, () =>
      repository.git(['clean', '-q', '-f', '-d', '--', ...named], { writes: true }),
    );
    return { ...loss, done: true, backup };
  },
});
