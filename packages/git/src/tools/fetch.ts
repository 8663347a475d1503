import { fitting } from '@portolan/runtime';
import * as z from 'zod';
import { repo_path } from '../reading/fields.ts';
import { countRefs, readRefs } from '../reading/refs.ts';
import { checkedRemote } from '../repository/remote.ts';
import { readTransferProgress } from '../running/transfer-progress.ts';
import { defineGitTool } from './define-git-tool.ts';

/** Branches that are listed, the newest. */
const MAX_BRANCHES = 200;

export const fetch = defineGitTool({
  name: 'fetch',
  title: 'Fetch',
  toolset: 'remote',
  description: 'Get new commits of a remote into its remote branches; your branches stay. Nothing is pruned.',
  effect: 'write',
  idempotent: true,
  openWorld: true,
  input: z.object({ repo_path, remote: z.string().default('origin') }),
  output: z.object({
    branches: z.array(z.object({ name: z.string(), commit: z.string() })),
    total: z.number(),
    next: z.string().optional(),
  }),
  run: async ({ remote }, repository, { settings, progress }) => {
    const { name, env } = await checkedRemote(repository, settings, remote, 'fetch');
    // The refspec is ours: one of the configuration could replace local branches.
    const refspec = `+refs/heads/*:refs/remotes/${name}/*`;
    await repository.git(
      [
        'fetch',
        '-q',
        '--progress',
        '--no-auto-maintenance',
        '--no-recurse-submodules',
        '--no-tags',
        '--no-write-fetch-head',
        name,
        refspec,
      ],
      {
        writes: true,
        env,
        readErrors: readTransferProgress(progress),
      },
    );
    const prefixes = [`refs/remotes/${name}/`];
    const refs = await readRefs(repository, { prefixes, count: MAX_BRANCHES });
    const branches = [...fitting(refs.map(({ name, commit }) => ({ name, commit })))];
    const total = await countRefs(repository, prefixes);
    const next = total > branches.length && { next: 'list_branches with branch_type remote has them all.' };
    return { branches, total, ...next };
  },
});
