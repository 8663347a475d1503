import * as z from 'zod';
import { threadID } from '../../pulls/fields.ts';
import { checkThread } from '../../pulls/thread-owner.ts';
import { owner, repo } from '../../schema/names.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

const mutationOf = (name: 'resolveReviewThread' | 'unresolveReviewThread') =>
  `mutation ($id: ID!) { changed: ${name}(input: { threadId: $id }) { thread { isResolved } } }`;

const answer = z.object({ changed: z.object({ thread: z.object({ isResolved: z.boolean() }) }) });

export const resolveReviewThread = defineGitHubTool({
  name: 'resolve_review_thread',
  title: 'Resolve a review thread',
  toolset: 'pull_requests',
  description: 'Resolve a thread of list_review_threads, or open it again.',
  effect: 'write',
  idempotent: true,
  input: z.object({ owner, repo, threadID, resolved: z.boolean().default(true) }),
  output: z.object({ resolved: z.boolean() }),
  async run({ resolved, ...thread }, context) {
    const before = await checkThread(thread, context);
    if (before.resolved === resolved) return { resolved };
    const mutation = mutationOf(resolved ? 'resolveReviewThread' : 'unresolveReviewThread');
    const { data } = await context
      .with({ idempotent: true })
      .graphql(answer, mutation, { id: thread.threadID });
    return { resolved: data.changed.thread.isResolved };
  },
});
