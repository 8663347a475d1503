import * as z from 'zod';
import { resolveRevision } from '../reading/commits.ts';
import { repo_path } from '../reading/fields.ts';
import { nameRevision } from '../reading/name-revision.ts';
import { resolveBranch } from '../reading/resolve-branch.ts';
import type { Repository } from '../repository/open-repository.ts';
import { checkName, checkRevision } from '../running/grammar.ts';
import { demandBrought } from '../writing/demand-brought.ts';
import { guardWorkTree } from '../writing/guard-work-tree.ts';
import { defineGitTool } from './define-git-tool.ts';

export const checkout = defineGitTool({
  name: 'checkout',
  title: 'Checkout',
  toolset: 'write',
  description:
    'Go to a branch, or with detach to a commit. Refused where it would lose uncommitted or ignored files. For single files use restore.',
  effect: 'write',
  input: z.object({ repo_path, branch_name: z.string(), detach: z.boolean().default(false) }),
  output: z.object({ commit: z.string() }),
  run: async ({ branch_name, detach }, repository) => {
    const target = detach
      ? await resolveDetached(repository, branch_name)
      : checkName(branch_name, 'branch_name');
    await guardWorkTree(repository);
    const commit = detach ? target : await resolveBranch(repository, target);
    await demandBrought(repository, { trees: [commit] });
    const how = ['--quiet', '--no-guess', '--no-overwrite-ignore', '--no-recurse-submodules'];
    await repository.git(['switch', ...how, ...(detach ? ['--detach'] : []), target], { writes: true });
    return { commit: await resolveRevision(repository, 'HEAD') };
  },
});

async function resolveDetached(repository: Repository, revision: string): Promise<string> {
  const checked = checkRevision(revision, 'branch_name');
  return resolveRevision(repository, checked).catch((error: unknown) =>
    nameRevision(error, { branch_name: checked }, repository),
  );
}
