import * as z from 'zod';
import { roleOfCredential } from '../../access/open-repository.ts';
import type { Call } from '../../http/call.ts';
import { paged } from '../../http/paging.ts';
import { created, invalid, json, noContent, notFound, Refusal } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { commentJson } from '../../render/issue.ts';
import type { IssueComment } from '../../state/issue.ts';
import { makeComment } from '../../state/make-issue.ts';
import { reaches } from '../../state/repository.ts';
import { checkMayEdit, issueOfCall } from './issues.ts';

const commentBody = z.object({ body: z.string() });

function commentOf(call: Call): IssueComment {
  const comment = call.repo.comments.get(call.number('comment_id'));
  if (!comment) throw notFound();
  return comment;
}

const since = (call: Call) => (one: IssueComment) => {
  const from = call.query.get('since');
  return from === null || Date.parse(one.updatedAt) >= Date.parse(from);
};

const ISSUES = '/repos/{owner}/{repo}/issues';

export const commentRoutes: readonly Route[] = [
  route(`GET ${ISSUES}/{issue_number}/comments`, (call) => {
    const { number } = issueOfCall(call);
    const comments = [...call.repo.comments.values()].filter(({ issueNumber }) => issueNumber === number);
    return paged(call, comments.filter(since(call)), (one) => commentJson(call, call.repo, one));
  }),
  route(
    `POST ${ISSUES}/{issue_number}/comments`,
    (call) => {
      const issue = issueOfCall(call);
      const { body } = call.body(commentBody);
      if (body.trim() === '') {
        throw invalid({
          resource: 'IssueComment',
          field: 'data',
          code: 'unprocessable',
          message: 'Body cannot be blank',
        });
      }
      if (issue.locked && !reaches(roleOfCredential(call.repo, call.credential), 'write')) {
        throw new Refusal(403, 'Unable to create comment because issue is locked.');
      }
      return created(
        commentJson(call, call.repo, makeComment(call.world, call.repo, issue, call.user, body)),
      );
    },
    { role: 'read' },
  ),
  route(`GET ${ISSUES}/comments`, (call) =>
    paged(call, [...call.repo.comments.values()].filter(since(call)), (one) =>
      commentJson(call, call.repo, one),
    ),
  ),
  route(`GET ${ISSUES}/comments/{comment_id}`, (call) => json(commentJson(call, call.repo, commentOf(call)))),
  route(
    `PATCH ${ISSUES}/comments/{comment_id}`,
    (call) => {
      const comment = commentOf(call);
      checkMayEdit(call, comment.author);
      comment.body = call.body(commentBody).body;
      comment.updatedAt = call.world.clock.tick();
      return json(commentJson(call, call.repo, comment));
    },
    { role: 'read' },
  ),
  route(
    `DELETE ${ISSUES}/comments/{comment_id}`,
    (call) => {
      const comment = commentOf(call);
      checkMayEdit(call, comment.author);
      call.repo.comments.delete(comment.id);
      return noContent;
    },
    { role: 'read' },
  ),
];
