import * as z from 'zod';
import { body, issue_number, names, title } from '../../issues/fields.ts';
import { stateOf } from '../../issues/issue-row.ts';
import { defined } from '../../schema/defined.ts';
import { owner, repo } from '../../schema/names.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const updateIssue = defineGitHubTool({
  name: 'update_issue',
  title: 'Update an issue',
  toolset: 'issues',
  description: 'Change what is given; labels and assignees are replaced whole.',
  effect: 'write',
  destructive: true,
  idempotent: true,
  input: z.object({
    owner,
    repo,
    issue_number,
    title: title.optional(),
    body: body.optional(),
    state: z.enum(['open', 'closed']).optional(),
    state_reason: z.enum(['completed', 'not_planned', 'reopened', 'duplicate']).optional(),
    labels: names.optional(),
    assignees: names.optional(),
    milestone: z.int().nullable().optional(),
    type: z.string().nullable().optional(),
  }),
  output: z.looseObject({ number: z.int(), state: z.string() }),
  async run(input, context) {
    const { data } = await context
      .with({ idempotent: true })
      .request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', defined(input));
    return { number: data.number, state: stateOf(data), updated: data.updated_at };
  },
});
