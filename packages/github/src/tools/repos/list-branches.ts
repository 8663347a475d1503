import { showHidden } from '@portolan/runtime/untrusted-text';
import * as z from 'zod';
import { owner, repo } from '../../schema/names.ts';
import { nextCursor, pageOf, paging } from '../../schema/paging.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const listBranches = defineGitHubTool({
  name: 'list_branches',
  title: 'List branches',
  toolset: 'repos',
  description: 'Branches with their head commit.',
  effect: 'read',
  input: z.object({ owner, repo, ...paging }),
  output: z.object({
    branches: z.array(z.looseObject({ name: z.string() })),
    nextCursor,
  }),
  untrusted: ['name'],
  async run(input, { request }) {
    const page = pageOf(input);
    const { owner, repo } = input;
    const { data, headers } = await request('GET /repos/{owner}/{repo}/branches', {
      owner,
      repo,
      ...page.query,
    });
    return {
      branches: data.map((branch) => ({
        name: showHidden(branch.name),
        sha: branch.commit.sha,
        protected: branch.protected,
      })),
      ...page.next(headers),
    };
  },
});
