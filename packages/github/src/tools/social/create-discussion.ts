import * as z from 'zod';
import { someBody, title } from '../../issues/fields.ts';
import { owner, repo } from '../../schema/names.ts';
import { categoryOf } from '../../social/find-discussion.ts';
import { changeOnce } from '../../writing/unknown-outcome.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

const mutation = `mutation ($repositoryId: ID!, $categoryId: ID!, $title: String!, $body: String!) {
  createDiscussion(input: { repositoryId: $repositoryId, categoryId: $categoryId, title: $title, body: $body }) {
    discussion { number url }
  }
}`;
const made = z.object({
  createDiscussion: z.object({ discussion: z.object({ number: z.int(), url: z.string() }) }),
});

export const createDiscussion = defineGitHubTool({
  name: 'create_discussion',
  title: 'Create a discussion',
  toolset: 'social',
  description: 'Start a discussion in a category, by its name; a wrong one is answered with those there are.',
  effect: 'write',
  input: z.object({ owner, repo, category: z.string().min(1), title, body: someBody }),
  output: z.object({ number: z.int(), url: z.string() }),
  async run({ owner, repo, category, title, body }, context) {
    const place = await categoryOf({ owner, repo }, category, context);
    const { data } = await changeOnce(() => context.graphql(made, mutation, { ...place, title, body }), {
      check: 'Check with list_discussions whether it is there before you call again.',
    });
    return data.createDiscussion.discussion;
  },
});
