import { fitting } from '@portolan/runtime';
import * as z from 'zod';
import { repo_path } from '../reading/fields.ts';
import { readRefs } from '../reading/refs.ts';
import { checkedRemote } from '../repository/remote.ts';
import { readTransferProgress } from '../running/transfer-progress.ts';
import { defineGitTool } from './define-git-tool.ts';

export const fetch = defineGitTool({
  name: 'fetch',
  title: 'Fetch',
  toolset: 'remote',
  description: 'Get new commits of a remote into its remote branches; your branches stay. Nothing is pruned.',
  effect: 'write',
  idempotent: true,
  openWorld: true,
  input: z.object({ repo_path, remote: z.string().default('origin') }),
  output: z.object({ branches: z.array(z.object({ name: z.string(), commit: z.string() })) }),
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
    const refs = await readRefs(repository, { prefixes: [`refs/remotes/${name}/`], count: 200 });
    return { branches: [...fitting(refs.map(({ name, commit }) => ({ name, commit })))] };
  },
});
