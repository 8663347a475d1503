import type { Change } from '@portolan/runtime';
import * as z from 'zod';
import { body, pullNumber, title } from '../../issues/fields.ts';
import { readPull } from '../../pulls/read-pull.ts';
import { reviewers, reviewersFor } from '../../pulls/reviewers.ts';
import { setDraft } from '../../pulls/set-draft.ts';
import { defined } from '../../schema/defined.ts';
import { owner, repo } from '../../schema/names.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const updatePullRequest = defineGitHubTool({
  name: 'update_pull_request',
  title: 'Update a pull request',
  toolset: 'pull_requests',
  description: 'Change what is given; reviewers are added.',
  effect: 'write',
  destructive: true,
  idempotent: true,
  input: z.object({
    owner,
    repo,
    pullNumber,
    title: title.optional(),
    body: body.optional(),
    state: z.enum(['open', 'closed']).optional(),
    base: z.string().optional(),
    draft: z.boolean().optional(),
    maintainer_can_modify: z.boolean().optional(),
    reviewers,
  }),
  output: z.looseObject({ number: z.int(), state: z.string() }),
  async run({ owner, repo, pullNumber, draft, reviewers = [], ...changes }, context) {
    const which = { owner, repo, pull_number: pullNumber };
    const { request } = context.with({ idempotent: true });
    const steps: Change<unknown>[] = [];
    const fields = defined(changes);
    if (Object.keys(fields).length > 0) {
      const route = 'PATCH /repos/{owner}/{repo}/pulls/{pull_number}';
      steps.push({ names: Object.keys(fields), make: () => request(route, { ...which, ...fields }) });
    }
    if (reviewers.length > 0) {
      const route = 'POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers';
      const make = () => request(route, { ...which, ...reviewersFor(reviewers) });
      steps.push({ names: ['reviewers'], make });
    }
    if (draft !== undefined) {
      const before = await readPull(which, context);
      const make = () => setDraft(before.node_id, draft, context);
      if (draft !== (before.draft ?? false)) steps.push({ names: ['draft'], make });
    }
    await context.changes.inOrder(steps);
    const pull = await readPull(which, context);
    return {
      number: pull.number,
      state: pull.merged ? 'merged' : pull.state,
      draft: draft ?? pull.draft ?? false,
      updated: pull.updated_at,
    };
  },
});
