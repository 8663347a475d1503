import * as z from 'zod';
import { owner, repo } from '../../schema/names.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const deleteRepository = defineGitHubTool({
  name: 'delete_repository',
  title: 'Delete a repository',
  toolset: 'repos_write',
  description:
    'Delete a repository with its issues, pull requests and releases. Only where the operator allows it.',
  effect: 'destroy',
  input: z.object({ owner, repo }),
  output: z.object({ deleted: z.string() }),
  confirmation: ({ owner, repo }) =>
    `Delete the repository ${owner}/${repo} with everything in it? This cannot be undone.`,
  async run({ owner, repo }, { request }) {
    await request('DELETE /repos/{owner}/{repo}', { owner, repo });
    return { deleted: `${owner}/${repo}` };
  },
});
