import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { resolveRevision } from '../reading/commits.ts';
import { repo_path } from '../reading/fields.ts';
import { readStatus } from '../reading/status.ts';
import { checkedRemote } from '../repository/remote.ts';
import { checkName } from '../running/grammar.ts';
import { readTransferProgress } from '../running/transfer-progress.ts';
import { demandBrought } from '../writing/demand-brought.ts';
import { demandClean, guardWorkTree } from '../writing/guard-work-tree.ts';
import { defineGitTool } from './define-git-tool.ts';

export const pull = defineGitTool({
  name: 'pull',
  title: 'Pull',
  toolset: 'remote',
  description:
    'Fetch a branch and fast-forward the current one to it. Refused where both have commits: then fetch, and merge or rebase.',
  effect: 'write',
  openWorld: true,
  input: z.object({ repo_path, remote: z.string().default('origin'), branch_name: z.string().optional() }),
  output: z.object({ before: z.string(), commit: z.string() }),
  run: async ({ remote, branch_name }, repository, { settings, progress }) => {
    const { name, env } = await checkedRemote(repository, settings, remote, 'fetch');
    const branch = branch_name ?? (await readStatus(repository, false)).branch;
    if (branch === undefined) fail('invalid_arguments', 'HEAD is on no branch, so branch_name is needed.');
    checkName(branch, 'branch_name');
    await guardWorkTree(repository);
    await demandClean(repository);
    const before = await resolveRevision(repository, 'HEAD');
    const tracking = `refs/remotes/${name}/${branch}`;
    const how = [
      '-q',
      '--progress',
      '--no-auto-maintenance',
      '--no-recurse-submodules',
      '--no-tags',
      '--no-write-fetch-head',
    ];
    await repository.git(['fetch', ...how, name, `+refs/heads/${branch}:${tracking}`], {
      writes: true,
      env,
      readErrors: readTransferProgress(progress),
    });
    await demandBrought(repository, { trees: [tracking] });
    await repository.git(
      ['merge', '-q', '--ff-only', '--no-stat', '--no-autostash', '--no-overwrite-ignore', tracking],
      { writes: true },
    );
    return { before, commit: await resolveRevision(repository, 'HEAD') };
  },
});
