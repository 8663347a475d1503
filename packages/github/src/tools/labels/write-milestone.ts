import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { Milestone, milestoneOf } from '../../issues/milestone.ts';
import { defined } from '../../schema/defined.ts';
import { number, owner, repo, time } from '../../schema/names.ts';
import { changeOnce } from '../../writing/unknown-outcome.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const writeMilestone = defineGitHubTool({
  name: 'write_milestone',
  title: 'Write a milestone',
  toolset: 'labels',
  description: 'Change the milestone of this number; without a number create one. due_on: ISO 8601.',
  effect: 'write',
  destructive: true,
  untrusted: ['title', 'description'],
  input: z.object({
    owner,
    repo,
    number: number.optional(),
    title: z.string().optional(),
    description: z.string().optional(),
    due_on: time.optional(),
    state: z.enum(['open', 'closed']).optional(),
  }),
  output: z.object({ milestone: Milestone, created: z.boolean() }),
  async run({ number: milestone_number, ...rest }, context) {
    const given = defined(rest);
    if (milestone_number !== undefined) {
      const { data } = await context
        .with({ idempotent: true })
        .request('PATCH /repos/{owner}/{repo}/milestones/{milestone_number}', { ...given, milestone_number });
      return { milestone: milestoneOf(data), created: false };
    }
    const { title = fail('invalid_arguments', 'A new milestone needs a title.') } = given;
    const { data } = await changeOnce(
      () => context.request('POST /repos/{owner}/{repo}/milestones', { ...given, title }),
      { check: 'Check with list_milestones whether it is there before you call again.' },
    );
    return { milestone: milestoneOf(data), created: true };
  },
});
