import { type Change, fail } from '@portolan/runtime';
import * as z from 'zod';
import type { Facts } from '../../client/types.ts';
import { someBody, title } from '../../issues/fields.ts';
import { defined } from '../../schema/defined.ts';
import { number, owner, repo } from '../../schema/names.ts';
import type { ToolContext } from '../../services.ts';
import { categoryOf, commentID, demandComment, discussionId } from '../../social/find-discussion.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

const state = 'number closed isAnswered';
const changed = z.object({
  changed: z.object({
    discussion: z.object({ number: z.int(), closed: z.boolean(), isAnswered: z.boolean().nullish() }),
  }),
});

const mutations = {
  fields: `mutation ($id: ID!, $title: String, $body: String, $categoryId: ID) {
    changed: updateDiscussion(input: { discussionId: $id, title: $title, body: $body, categoryId: $categoryId }) { discussion { ${state} } }
  }`,
  answer: `mutation ($id: ID!) { changed: markDiscussionCommentAsAnswer(input: { id: $id }) { discussion { ${state} } } }`,
  noAnswer: `mutation ($id: ID!) { changed: unmarkDiscussionCommentAsAnswer(input: { id: $id }) { discussion { ${state} } } }`,
  close: `mutation ($id: ID!, $reason: DiscussionCloseReason) {
    changed: closeDiscussion(input: { discussionId: $id, reason: $reason }) { discussion { ${state} } }
  }`,
  reopen: `mutation ($id: ID!) { changed: reopenDiscussion(input: { discussionId: $id }) { discussion { ${state} } } }`,
};

const reasons = { resolved: 'RESOLVED', outdated: 'OUTDATED', duplicate: 'DUPLICATE' } as const;

const input = z.object({
  owner,
  repo,
  discussionNumber: number,
  title: title.optional(),
  body: someBody.optional(),
  category: z.string().min(1).optional(),
  state: z.enum(['open', 'closed']).optional(),
  reason: z.enum(['resolved', 'outdated', 'duplicate']).optional(),
  answer: commentID.optional(),
  answered: z.boolean().optional(),
});
type Input = z.output<typeof input>;

export const updateDiscussion = defineGitHubTool({
  name: 'update_discussion',
  title: 'Update a discussion',
  toolset: 'social',
  description:
    'Change what is given: text, category, open or closed. answer: the id of the comment that answers it, with answered false the one that no longer does.',
  effect: 'write',
  destructive: true,
  idempotent: true,
  input,
  output: z.object({ number: z.int(), state: z.string(), answered: z.boolean() }),
  async run(given, context) {
    refuseUseless(given);
    const id = await discussionId(given, given.discussionNumber, context);
    const steps = await stepsOf(given, id, context);
    const last = (await context.changes.inOrder(steps)).at(-1);
    if (last === undefined) throw new Error('There is a step for each change.');
    return {
      number: last.number,
      state: last.closed ? 'closed' : 'open',
      answered: last.isAnswered ?? false,
    };
  },
});

/** @throws ToolError `invalid_arguments` for a call that would change nothing, or would leave an argument without effect */
function refuseUseless({ title, body, category, state, reason, answer, answered }: Input): void {
  if ((title ?? body ?? category ?? state ?? answer ?? reason ?? answered) === undefined)
    fail('invalid_arguments', 'Say what to change.');
  if (reason !== undefined && state !== 'closed')
    fail('invalid_arguments', 'The argument reason says why a discussion is closed.', {
      next: 'Give state closed too, or leave reason out.',
    });
  if (answered !== undefined && answer === undefined)
    fail('invalid_arguments', 'The argument answered needs the id of a comment.', {
      next: 'Give it as answer, from get_discussion.',
    });
}

type State = z.output<typeof changed>['changed']['discussion'];

/** What GitHub has one mutation for each; all of it is looked up before the first is sent. */
async function stepsOf(given: Input, id: string, context: ToolContext): Promise<readonly Change<State>[]> {
  const { title, body, category, state, reason, answer, answered = true } = given;
  const { graphql } = context.with({ idempotent: true });
  const step = (names: readonly string[], mutation: string, variables: Facts): Change<State> => ({
    names,
    make: async () => (await graphql(changed, mutation, variables)).data.changed.discussion,
  });
  const steps: Change<State>[] = [];
  if ((title ?? body ?? category) !== undefined) {
    const place = category === undefined ? undefined : await categoryOf(given, category, context);
    const fields = defined({ title, body, categoryId: place?.categoryId });
    steps.push(step(Object.keys(defined({ title, body, category })), mutations.fields, { id, ...fields }));
  }
  if (answer !== undefined) {
    await demandComment(answer, id, context);
    steps.push(step(['answer'], answered ? mutations.answer : mutations.noAnswer, { id: answer }));
  }
  if (state === 'open') steps.push(step(['state'], mutations.reopen, { id }));
  if (state === 'closed')
    steps.push(step(['state'], mutations.close, { id, reason: reasons[reason ?? 'resolved'] }));
  return steps;
}
