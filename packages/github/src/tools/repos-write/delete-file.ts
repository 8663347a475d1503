import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { objectId, owner, ref, repo } from '../../schema/names.ts';
import { demandState, fileAt, shownPath, writablePath } from '../../writing/check-target.ts';
import { commitChanges } from '../../writing/commit-changes.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const deleteFile = defineGitHubTool({
  name: 'delete_file',
  title: 'Delete a file',
  toolset: 'repos_write',
  description: 'Delete one file and commit. With sha only where the file is still what you read.',
  effect: 'destroy',
  input: z.object({
    owner,
    repo,
    path: writablePath,
    message: z.string().min(1).max(65_536),
    branch: ref,
    sha: objectId.optional(),
  }),
  output: z.object({ commit: z.string(), deleted: z.string() }),
  confirmation: ({ owner, repo, path, branch }) =>
    `Delete ${shownPath(path)} on ${branch} of ${owner}/${repo}?`,
  async run({ path, sha, ...request }, context) {
    const { commit } = await commitChanges(context, request, async (branch) => {
      const entry = await fileAt(branch, path);
      if (sha !== undefined) demandState(path, entry, sha);
      if (entry === undefined) fail('not_found', `There is no ${path} on this branch.`);
      return [{ path, delete: true }];
    });
    return { commit, deleted: path };
  },
});
