import * as z from 'zod';
import { RepositorySummary, repositorySummary } from '../../repository/summary.ts';
import { owner, repo } from '../../schema/names.ts';
import { present } from '../../schema/present.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const forkRepository = defineGitHubTool({
  name: 'fork_repository',
  title: 'Fork a repository',
  toolset: 'repos_write',
  description:
    'Fork a repository to you or an organization; an existing fork is answered. Its files may take minutes.',
  effect: 'write',
  idempotent: true,
  input: z.object({ owner, repo, organization: owner.optional() }),
  output: RepositorySummary,
  untrusted: ['description', 'topics'],
  // Without an organization it becomes the caller's own, whose name GitHub alone knows.
  constrained: ({ owner, repo, organization }) => ({
    repo: organization ? [`${owner}/${repo}`.toLowerCase(), `${organization}/${repo}`.toLowerCase()] : [],
  }),
  async run({ owner, repo, organization }, context) {
    const { request } = context.with({ idempotent: true });
    const { data } = await request('POST /repos/{owner}/{repo}/forks', {
      owner,
      repo,
      ...present({ organization }),
    });
    return repositorySummary(data);
  },
});
