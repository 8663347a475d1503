import * as z from 'zod';
import { resolveRevision } from '../reading/commits.ts';
import { repo_path, revision } from '../reading/fields.ts';
import { checkRevision } from '../running/grammar.ts';
import { defineGitTool } from './define-git-tool.ts';

export const describe = defineGitTool({
  name: 'describe',
  title: 'Describe',
  toolset: 'history',
  description:
    'The nearest tag before a commit and how many commits lie between; only the id where no tag is.',
  effect: 'read',
  input: z.object({ repo_path, revision }),
  output: z.object({
    commit: z.string(),
    description: z.string(),
    tag: z.string().optional(),
    distance: z.number().optional(),
  }),
  run: async ({ revision }, repository) => {
    const commit = await resolveRevision(repository, checkRevision(revision));
    const { stdout } = await repository.git(['describe', '--tags', '--long', '--always', commit]);
    const description = stdout.toString('utf8').trim();
    const [, tag, distance] = /^(.*)-(\d+)-g[0-9a-f]+$/.exec(description) ?? [];
    return { commit, description, ...(tag !== undefined && { tag, distance: Number(distance) }) };
  },
});
