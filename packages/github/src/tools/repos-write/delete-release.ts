import * as z from 'zod';
import { id, owner, repo } from '../../schema/names.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const deleteRelease = defineGitHubTool({
  name: 'delete_release',
  title: 'Delete a release',
  toolset: 'repos_write',
  description: 'Delete a release with its assets. Its tag stays.',
  effect: 'destroy',
  input: z.object({ owner, repo, release_id: id }),
  output: z.object({ deleted: z.int() }),
  confirmation: ({ owner, repo, release_id }) => `Delete release ${release_id} of ${owner}/${repo}?`,
  async run({ owner, repo, release_id }, { request }) {
    await request('DELETE /repos/{owner}/{repo}/releases/{release_id}', { owner, repo, release_id });
    return { deleted: release_id };
  },
});
