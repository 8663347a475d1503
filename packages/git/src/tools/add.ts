import { fitting } from '@portolan/runtime';
import * as z from 'zod';
import { repo_path } from '../reading/fields.ts';
import { checkPaths } from '../running/grammar.ts';
import { pathsFromInput } from '../running/pathspec.ts';
import { guardWorkTree, refuseFiltered } from '../writing/guard-work-tree.ts';
import { nameRefusedFile } from '../writing/name-refused-file.ts';
import { stagedFiles } from '../writing/staged.ts';
import { defineGitTool } from './define-git-tool.ts';

export const add = defineGitTool({
  name: 'add',
  title: 'Add',
  toolset: 'write',
  description:
    'Stage files or folders, their deletion too. For parts of a file use apply_patch on the index.',
  effect: 'write',
  idempotent: true,
  input: z.object({ repo_path, files: z.array(z.string()).min(1) }),
  output: z.object({ staged: z.number(), files: z.array(z.string()) }),
  run: async ({ files }, repository) => {
    const paths = checkPaths(repository.top, files, 'files', true);
    await guardWorkTree(repository, paths);
    await refuseFiltered(repository, paths);
    const named = pathsFromInput(paths);
    // Beside an ignored file git stages the others before it fails: so it is asked first.
    await repository
      .git(['add', '--all', '--dry-run', ...named.args], {
        writes: true,
        input: named.input,
        consume: () => 'more',
      })
      .catch((error: unknown) => nameRefusedFile(error, paths));
    await repository.git(['add', '--all', ...named.args], { writes: true, input: named.input });
    const staged = (await stagedFiles(repository)).filter(repository.permits);
    return { staged: staged.length, files: [...fitting(staged)] };
  },
});
