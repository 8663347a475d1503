import { fail, ToolError } from '@portolan/runtime';
import * as z from 'zod';
import { body, title } from '../../issues/fields.ts';
import { findOpenPull } from '../../pulls/open-pull.ts';
import { reviewers, reviewersFor } from '../../pulls/reviewers.ts';
import { defined } from '../../schema/defined.ts';
import { owner, repo } from '../../schema/names.ts';
import type { ToolContext } from '../../services.ts';
import { changeOnce } from '../../writing/unknown-outcome.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const createPullRequest = defineGitHubTool({
  name: 'create_pull_request',
  title: 'Create a pull request',
  toolset: 'pull_requests',
  description: 'head: branch, or owner:branch of a fork. reviewers: logins, org/team.',
  effect: 'write',
  input: z.object({
    owner,
    repo,
    title,
    head: z.string(),
    base: z.string(),
    body: body.optional(),
    draft: z.boolean().optional(),
    maintainer_can_modify: z.boolean().optional(),
    reviewers,
  }),
  output: z.looseObject({ number: z.int(), url: z.string(), headSha: z.string() }),
  async run({ reviewers = [], ...input }, context) {
    demandHead(input, context);
    const find = async () => {
      const open = await findOpenPull(input, context);
      return open && { number: open.number, url: open.html_url, headSha: open.head.sha };
    };
    const create = async () => {
      const { data } = await context.request('POST /repos/{owner}/{repo}/pulls', defined(input));
      return { number: data.number, url: data.html_url, headSha: data.head.sha };
    };
    const made = await changeOnce(create, {
      find,
      check: 'Check with list_pull_requests and this head whether it is there before you call again.',
    }).catch(async (error: unknown) => {
      if (error instanceof ToolError && error.data?.status === 422) await explainTaken(find);
      throw error;
    });
    if (reviewers.length === 0) return made;
    context.changes.made(`pull request ${made.number}`);
    const { owner, repo } = input;
    try {
      await context.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers', {
        owner,
        repo,
        pull_number: made.number,
        ...reviewersFor(reviewers),
      });
    } catch (error) {
      // The pull request is there: that is the answer, and what failed is part of it.
      if (!(error instanceof ToolError)) throw error;
      return { ...made, note: `The reviewers were not asked: ${error.message}` };
    }
    return made;
  },
});

/** The branch of another owner is content of another repository, whatever that one is called. */
function demandHead(
  { owner, repo, head }: { readonly owner: string; readonly repo: string; readonly head: string },
  { permits }: ToolContext,
): void {
  const other = head.includes(':') ? head.slice(0, head.indexOf(':')).toLowerCase() : owner.toLowerCase();
  if (other === owner.toLowerCase() || (permits?.({ repo: [`${other}/${repo}`.toLowerCase()] }) ?? true))
    return;
  fail('forbidden', 'Your policy does not allow the repository of this head.', {
    next: 'Push the branch to the repository itself and name it without an owner.',
  });
}

async function explainTaken(find: () => Promise<{ readonly number: number } | undefined>): Promise<void> {
  const open = await find();
  if (open === undefined) return;
  fail('already_exists', `Pull request ${open.number} is open for these branches.`, {
    next: 'Change it with update_pull_request.',
    data: { number: open.number },
  });
}
