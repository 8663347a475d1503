import * as z from 'zod';
import type { ToolContext } from '../services.ts';

const answer = z.object({ changed: z.object({ pullRequest: z.object({ isDraft: z.boolean() }) }) });

/** Makes a pull request a draft or ready for review, which only GraphQL can. */
export async function setDraft(nodeId: string, draft: boolean, context: ToolContext): Promise<void> {
  const name = draft ? 'convertPullRequestToDraft' : 'markPullRequestReadyForReview';
  await context
    .with({ idempotent: true })
    .graphql(
      answer,
      `mutation ($id: ID!) { changed: ${name}(input: { pullRequestId: $id }) { pullRequest { isDraft } } }`,
      { id: nodeId },
    );
}
