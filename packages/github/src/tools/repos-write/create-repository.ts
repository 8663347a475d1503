import * as z from 'zod';
import { RepositorySummary, repositorySummary } from '../../repository/summary.ts';
import { owner, repo } from '../../schema/names.ts';
import { present } from '../../schema/present.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const createRepository = defineGitHubTool({
  name: 'create_repository',
  title: 'Create a repository',
  toolset: 'repos_write',
  description:
    'Create a repository, private unless told, for you or an organization. autoInit adds a README.',
  effect: 'write',
  input: z.object({
    name: repo,
    organization: owner.optional(),
    description: z.string().max(350).optional(),
    private: z.boolean().default(true),
    autoInit: z.boolean().optional(),
  }),
  output: RepositorySummary,
  untrusted: ['description'],
  // Without an organization it is the caller's own, whose name GitHub alone knows.
  constrained: ({ name, organization }) => ({
    repo: organization ? [`${organization}/${name}`.toLowerCase()] : [],
  }),
  async run({ name, organization: org, description, private: isPrivate, autoInit }, { request }) {
    const body = { name, private: isPrivate, ...present({ description, auto_init: autoInit }) };
    const { data } = org
      ? await request('POST /orgs/{org}/repos', { org, ...body })
      : await request('POST /user/repos', body);
    return repositorySummary(data);
  },
});
