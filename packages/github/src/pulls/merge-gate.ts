import { fail } from '@portolan/runtime';
import { nameOf } from '../people/text.ts';
import type { ToolContext } from '../services.ts';
import { readChecks } from './checks.ts';
import type { WhichPull } from './pull-files.ts';
import { type GivenPull, readPull } from './read-pull.ts';

interface Conditions {
  readonly expectedHeadSha: string;
  /** Whether every check must have passed. */
  readonly checks: boolean;
}

/**
 * A pull request that may be merged: open, no draft, without conflicts, at the head that was looked at and with
 * its checks passed.
 *
 * @throws ToolError `conflict`, or `already_exists` where it is merged
 */
export async function demandMergeable(
  which: WhichPull,
  { expectedHeadSha, checks }: Conditions,
  context: ToolContext,
): Promise<GivenPull> {
  const pull = await readPull(which, context);
  const { head, merged, state, draft } = pull;
  if (merged) fail('already_exists', 'The pull request is merged already.');
  if (state !== 'open') fail('conflict', 'The pull request is closed. Nothing was merged.');
  if (head.sha !== expectedHeadSha) {
    fail('conflict', 'The pull request has another head than expected. Nothing was merged.', {
      next: 'Look at what is new, then call again with the head of today.',
      data: { headSha: head.sha },
    });
  }
  if (draft) fail('conflict', 'The pull request is a draft. Nothing was merged.');
  if (pull.mergeable === false) {
    fail('conflict', `It has conflicts with ${nameOf(pull.base.ref)}. Nothing was merged.`, {
      next: 'Resolve them in the branch, or try update_pull_request_branch.',
    });
  }
  if (checks) await demandChecks(which, head.sha, context);
  return pull;
}

async function demandChecks({ owner, repo }: WhichPull, ref: string, context: ToolContext): Promise<void> {
  const { state, failed, pending } = await readChecks({ owner, repo, ref }, context, { annotations: false });
  if (state === 'success' || state === 'none') return;
  const what = state === 'failure' ? `${failed} failed` : `${pending} are not done`;
  fail('conflict', `Of the checks of the head ${what}. Nothing was merged.`, {
    next: 'See get_pull_request_checks. Where the user wants it merged all the same, call with checks: false.',
    data: { failed, pending },
  });
}
