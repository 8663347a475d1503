import * as z from 'zod';
import { RepositorySummary, repositorySummary } from '../../repository/summary.ts';
import { owner, repo } from '../../schema/names.ts';
import { present } from '../../schema/present.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const getRepository = defineGitHubTool({
  name: 'get_repository',
  title: 'Get a repository',
  toolset: 'repos',
  description: 'A repository: default branch, visibility, state, your permissions. Follows a rename.',
  effect: 'read',
  input: z.object({ owner, repo }),
  output: RepositorySummary.extend({ default_branch: z.string() }),
  untrusted: ['description', 'topics'],
  async run(input, { request }) {
    const { data } = await request('GET /repos/{owner}/{repo}', input);
    return {
      ...repositorySummary(data),
      ...present({
        parent: data.parent?.full_name,
        homepage: data.homepage,
        license: data.license?.spdx_id,
        size_kb: data.size,
        merge_methods: mergeMethods(data),
      }),
      permissions: Object.entries(data.permissions ?? {}).flatMap(([name, has]) => (has ? [name] : [])),
    };
  },
});

interface MergeRules {
  readonly allow_merge_commit?: boolean;
  readonly allow_squash_merge?: boolean;
  readonly allow_rebase_merge?: boolean;
}

const mergeMethods = (rules: MergeRules) => [
  ...(rules.allow_merge_commit ? ['merge'] : []),
  ...(rules.allow_squash_merge ? ['squash'] : []),
  ...(rules.allow_rebase_merge ? ['rebase'] : []),
];
