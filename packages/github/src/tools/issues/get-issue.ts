import { PAYLOAD_BYTES, payloadBytes } from '@portolan/runtime';
import * as z from 'zod';
import { Comment } from '../../issues/comment.ts';
import { issue_number } from '../../issues/fields.ts';
import { readComments, readSubIssues, readTimeline } from '../../issues/issue-parts.ts';
import { BODY_BYTES, Issue, issueOf } from '../../issues/read-issue.ts';
import { authorOf } from '../../people/author.ts';
import { owner, repo } from '../../schema/names.ts';
import { nextCursor, paging } from '../../schema/paging.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

const part = z.enum(['comments', 'sub_issues', 'links', 'timeline']);

export const getIssue = defineGitHubTool({
  name: 'get_issue',
  title: 'Get an issue',
  toolset: 'issues',
  description: 'An issue, or the conversation of a pull request.',
  effect: 'read',
  untrusted: ['title', 'body', 'labels', 'milestone', 'detail'],
  input: z.object({ owner, repo, issue_number, include: z.array(part).optional(), after: paging.after }),
  output: z.object({ issue: Issue, comments: z.array(Comment).optional(), nextCursor }),
  async run({ after: cursor, include = [], ...which }, context) {
    const wanted = new Set(cursor === undefined ? include : [...include, 'comments']);
    const { data } = await context.request('GET /repos/{owner}/{repo}/issues/{issue_number}', which);
    await context.lockdown.demand(context, which, authorOf(data));
    const [subIssues, events] = await Promise.all([
      wanted.has('sub_issues') ? readSubIssues(which, context) : undefined,
      wanted.has('links') || wanted.has('timeline') ? readTimeline(which, context) : undefined,
    ]);
    const parts = {
      ...(subIssues && { subIssues }),
      ...(events && wanted.has('links') && { links: events.links }),
      ...(events && wanted.has('timeline') && { timeline: events.timeline }),
    };
    const cut = Object.entries(parts).flatMap(([name, part]) => (part.cut ? [name] : []));
    const answer = {
      issue: issueOf(data, bodyBytes(wanted.size, cursor)),
      ...(parts.subIssues && { subIssues: parts.subIssues.items }),
      ...(parts.links && { links: parts.links.items }),
      ...(parts.timeline && { timeline: parts.timeline.items }),
      ...(cut.length > 0 && { truncated: cut }),
    };
    if (!wanted.has('comments')) return answer;
    return {
      ...answer,
      ...(await readComments(which, cursor, PAYLOAD_BYTES - payloadBytes(answer), context)),
    };
  },
});

/** With more to show, the body leaves room for it; a page after the first is for comments. */
function bodyBytes(parts: number, cursor: string | undefined): number {
  if (cursor !== undefined) return 200;
  return parts === 0 ? BODY_BYTES : BODY_BYTES / 2;
}
