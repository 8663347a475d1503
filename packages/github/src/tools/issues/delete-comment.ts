import * as z from 'zod';
import { kind } from '../../issues/comment-kind.ts';
import { id, owner, repo } from '../../schema/names.ts';
import { changeOnce } from '../../writing/unknown-outcome.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const deleteComment = defineGitHubTool({
  name: 'delete_comment',
  title: 'Delete a comment',
  toolset: 'issues',
  description: 'Delete a comment for good; kind review is one on lines of a diff.',
  effect: 'destroy',
  idempotent: true,
  input: z.object({ owner, repo, comment_id: id, kind }),
  output: z.object({ deleted: id }),
  confirmation: ({ owner, repo, comment_id }) =>
    `Delete comment ${comment_id} in ${owner}/${repo}? It cannot be brought back.`,
  run: ({ kind, ...input }, { request }) =>
    changeOnce(
      async () => {
        if (kind !== 'review')
          await request('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', input);
        else await request('DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}', input);
        return { deleted: input.comment_id };
      },
      { check: 'Call again: not_found says that it is gone.' },
    ),
});
