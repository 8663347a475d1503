import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { resolveRevision } from '../reading/commits.ts';
import { repo_path, revision } from '../reading/fields.ts';
import type { Repository } from '../repository/open-repository.ts';
import { demandInside } from '../repository/roots.ts';
import { checkName, checkRevision, checkText } from '../running/grammar.ts';
import { guardWorkTree } from '../writing/guard-work-tree.ts';
import { defineGitTool } from './define-git-tool.ts';

export const worktree = defineGitTool({
  name: 'worktree',
  title: 'Worktree',
  toolset: 'write',
  description:
    'Add a linked work tree in a new folder inside the folders served, on a new branch from a revision.',
  effect: 'write',
  input: z.object({ repo_path, path: z.string().min(1), branch_name: z.string(), revision }),
  output: z.object({ path: z.string(), branch: z.string(), commit: z.string() }),
  run: async ({ path, branch_name, revision }, repository) => {
    const branch = checkName(branch_name, 'branch_name');
    const commit = await resolveRevision(repository, checkRevision(revision));
    const target = newFolder(repository, checkText(path, 'path'));
    await guardWorkTree(repository);
    await repository.git(['worktree', 'add', '-q', '--no-track', '-b', branch, '--', target, commit], {
      writes: true,
    });
    return { path: target, branch, commit };
  },
});

/** The real path of a folder that does not exist yet, in one that does, inside the roots. */
function newFolder({ top, roots }: Repository, path: string): string {
  const asked = isAbsolute(path) ? path : join(top, path);
  const parent = dirname(asked);
  demandInside(roots, parent, 'path');
  if (!existsSync(parent)) fail('not_found', 'The folder that path lies in does not exist.');
  const real = join(realpathSync(parent), basename(asked));
  demandInside(roots, real, 'path');
  if (real.split('/').some((part) => part.toLowerCase() === '.git'))
    fail('invalid_arguments', 'path leads into a git folder.');
  if (existsSync(real)) fail('already_exists', 'path exists.', { next: 'Name a new folder.' });
  return real;
}
