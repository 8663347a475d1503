import * as z from 'zod';
import { kind } from '../../issues/comment-kind.ts';
import { someBody } from '../../issues/fields.ts';
import { idOf } from '../../schema/id.ts';
import { id, owner, repo } from '../../schema/names.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const updateComment = defineGitHubTool({
  name: 'update_comment',
  title: 'Update a comment',
  toolset: 'issues',
  description: 'Replace the text of a comment; kind review is one on lines of a diff.',
  effect: 'write',
  destructive: true,
  idempotent: true,
  input: z.object({ owner, repo, comment_id: id, kind, body: someBody }),
  output: z.looseObject({ id }),
  async run({ kind, ...input }, context) {
    const { request } = context.with({ idempotent: true });
    const { data } =
      kind !== 'review'
        ? await request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', input)
        : await request('PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}', input);
    return { id: idOf(data.id), url: data.html_url, updated: data.updated_at };
  },
});
