import * as z from 'zod';
import { repo_path } from '../reading/fields.ts';
import { checkPaths } from '../running/grammar.ts';
import { pathsFromInput } from '../running/pathspec.ts';
import { demandKnown } from '../writing/demand-known.ts';
import { guardWorkTree } from '../writing/guard-work-tree.ts';
import { stagedFiles } from '../writing/staged.ts';
import { defineGitTool } from './define-git-tool.ts';

export const unstage = defineGitTool({
  name: 'unstage',
  title: 'Unstage',
  toolset: 'write',
  description:
    'Take files out of the index again; the files themselves stay as they are. All of them when none is named.',
  effect: 'write',
  idempotent: true,
  input: z.object({ repo_path, files: z.array(z.string()).default([]) }),
  output: z.object({ staged: z.number() }),
  run: async ({ files }, repository) => {
    const paths = checkPaths(repository.top, files, 'files', true);
    await guardWorkTree(repository, paths.length === 0 ? undefined : paths);
    await demandKnown(repository, paths, 'HEAD');
    const named = pathsFromInput(paths.length === 0 ? ['.'] : paths);
    await repository.git(['reset', '-q', ...named.args], { writes: true, input: named.input });
    return { staged: (await stagedFiles(repository)).length };
  },
});
