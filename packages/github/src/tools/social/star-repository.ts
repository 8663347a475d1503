import * as z from 'zod';
import { owner, repo } from '../../schema/names.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const starRepository = defineGitHubTool({
  name: 'star_repository',
  title: 'Star a repository',
  toolset: 'social',
  description: 'Star a repository, or take the star away.',
  effect: 'write',
  idempotent: true,
  input: z.object({ owner, repo, starred: z.boolean().optional() }),
  output: z.object({ starred: z.boolean() }),
  async run({ starred = true, ...place }, context) {
    const { request } = context.with({ idempotent: true });
    if (starred) await request('PUT /user/starred/{owner}/{repo}', place);
    else await request('DELETE /user/starred/{owner}/{repo}', place);
    return { starred };
  },
});
