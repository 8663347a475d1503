import { fail } from '@portolan/runtime';
import * as z from 'zod';
import type { ToolContext } from '../services.ts';

const query = `query ($id: ID!) {
  node(id: $id) { ... on PullRequestReviewThread {
    isResolved pullRequest { number repository { nameWithOwner } }
  } }
}`;

const answer = z.object({
  node: z
    .object({
      isResolved: z.boolean().optional(),
      pullRequest: z
        .object({ number: z.int(), repository: z.object({ nameWithOwner: z.string() }) })
        .optional(),
    })
    .nullable(),
});

/**
 * Makes sure that a thread is in the repository named: an id alone says nothing of it, and the repository is
 * what policies are about.
 *
 * @throws ToolError `not_found`
 */
export async function checkThread(
  { owner, repo, threadID }: { readonly owner: string; readonly repo: string; readonly threadID: string },
  { graphql }: ToolContext,
): Promise<{ readonly resolved: boolean }> {
  const { data } = await graphql(answer, query, { id: threadID });
  const found = data.node?.pullRequest?.repository.nameWithOwner.toLowerCase();
  if (found !== `${owner}/${repo}`.toLowerCase()) {
    fail('not_found', `There is no review thread of that id in ${owner}/${repo}.`, {
      next: 'Take the id from list_review_threads.',
    });
  }
  return { resolved: data.node?.isResolved === true };
}
