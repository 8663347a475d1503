import * as z from 'zod';
import { owner, repo } from '../../schema/names.ts';
import { nextCursor, pageOf, paging } from '../../schema/paging.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const listRepositoryCollaborators = defineGitHubTool({
  name: 'list_repository_collaborators',
  title: 'List collaborators',
  toolset: 'repos_more',
  description: 'Who may work on a repository, and in which role. Needs push access.',
  effect: 'read',
  input: z.object({
    owner,
    repo,
    affiliation: z.enum(['outside', 'direct', 'all']).optional(),
    ...paging,
  }),
  output: z.object({ collaborators: z.array(z.object({ login: z.string(), role: z.string() })), nextCursor }),
  async run(input, { request }) {
    const page = pageOf(input);
    const { owner, repo, affiliation = 'all' } = input;
    const { data, headers } = await request('GET /repos/{owner}/{repo}/collaborators', {
      owner,
      repo,
      affiliation,
      ...page.query,
    });
    return {
      collaborators: data.map(({ login, role_name }) => ({ login, role: role_name })),
      ...page.next(headers),
    };
  },
});
