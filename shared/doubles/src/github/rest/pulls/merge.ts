import * as z from 'zod';
import { mergeTrees } from '../../git/merge.ts';
import { writeCommit } from '../../git/write-tree.ts';
import type { Call } from '../../http/call.ts';
import { json, noContent, notFound, Refusal, type Reply } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { repoHtml } from '../../render/repository.ts';
import { setIssueState } from '../../state/make-issue.ts';
import type { Pull } from '../../state/pull.ts';
import { baseOf, commitsOf, headOf, issueOf } from '../../state/pull-git.ts';
import { pushed } from '../git/refs.ts';
import { signatureOf } from '../git/signature.ts';
import { mergeGates } from './merge-gates.ts';
import { pullOfCall } from './pulls.ts';

const mergeBody = z.object({
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
  sha: z.string().optional(),
  merge_method: z.enum(['merge', 'squash', 'rebase']).default('merge'),
});

type Wanted = z.output<typeof mergeBody>;

function checkMergeable(call: Call, pull: Pull, sha: string | undefined): void {
  const issue = issueOf(call.repo, pull);
  if (pull.draft) throw new Refusal(405, 'Pull Request is still a draft');
  if (issue.state === 'closed') throw new Refusal(405, 'Pull Request is not mergeable');
  if (sha !== undefined && sha !== headOf(call.repo, pull)) {
    throw new Refusal(409, 'Head branch was modified. Review and try the merge again.');
  }
  const gate = mergeGates(call.repo, pull);
  if (gate !== undefined) throw new Refusal(405, gate);
}

/** The commit the base branch gets. A rebase writes every commit again, which git does in a loop of merges. */
function mergeCommit(call: Call, pull: Pull, wanted: Wanted): string {
  const { git } = call.repo;
  const base = baseOf(call.repo, pull);
  const head = headOf(call.repo, pull);
  const author = signatureOf(call, undefined);
  const issue = issueOf(call.repo, pull);
  if (wanted.merge_method === 'rebase') return rebase(call, pull, base);
  const tree = mergeTrees(git, base, head);
  if (tree === undefined) throw new Refusal(405, 'Pull Request is not mergeable');
  const isSquash = wanted.merge_method === 'squash';
  const usual = isSquash
    ? `${issue.title} (#${pull.number})`
    : `Merge pull request #${pull.number} from ${pull.headRepo?.owner.login ?? 'unknown'}/${pull.head}`;
  const rest = wanted.commit_message ?? (isSquash ? '' : issue.title);
  const message = `${wanted.commit_title ?? usual}${rest ? `\n\n${rest}` : ''}`;
  const parents = isSquash ? [base] : [base, head];
  return writeCommit(git, { tree, parents, message, author, committer: author });
}

function rebase(call: Call, pull: Pull, base: string): string {
  const { git } = call.repo;
  const committer = signatureOf(call, undefined);
  return commitsOf(call.repo, pull).reduce((onto, { sha, message, author }) => {
    const tree = mergeTrees(git, onto, sha);
    if (tree === undefined) throw new Refusal(405, "This branch can't be rebased");
    return writeCommit(git, { tree, parents: [onto], message, author, committer });
  }, base);
}

function merge(call: Call): Reply {
  const pull = pullOfCall(call);
  const wanted = call.body(mergeBody);
  checkMergeable(call, pull, wanted.sha);
  const from = { base: baseOf(call.repo, pull), head: headOf(call.repo, pull) };
  const sha = mergeCommit(call, pull, wanted);
  call.repo.git.setRef(`refs/heads/${pull.base}`, sha);
  pushed(call);
  pull.mergedFrom = from;
  pull.mergedAt = call.world.clock.tick();
  pull.mergedBy = call.user;
  pull.mergeCommit = sha;
  setIssueState(call.world, issueOf(call.repo, pull), call.user, 'closed');
  return json({ sha, merged: true, message: 'Pull Request successfully merged' });
}

/** Merges the base into the head's branch. */
function updateBranch(call: Call): Reply {
  const pull = pullOfCall(call);
  const { expected_head_sha } = call.body(z.object({ expected_head_sha: z.string().optional() }));
  const { git } = call.repo;
  const base = baseOf(call.repo, pull);
  const head = headOf(call.repo, pull);
  if (expected_head_sha !== undefined && expected_head_sha !== head) {
    throw new Refusal(422, 'expected head sha didn’t match current head ref.');
  }
  if (git.isAncestor(base, head)) throw new Refusal(422, 'There are no new commits on the base branch.');
  const tree = mergeTrees(git, head, base);
  if (tree === undefined || !pull.headRepo) throw new Refusal(422, 'merge conflict between base and head');
  const author = signatureOf(call, undefined);
  const message = `Merge branch '${pull.base}' into ${pull.head}`;
  const sha = writeCommit(git, { tree, parents: [head, base], message, author, committer: author });
  const ref = `refs/heads/${pull.head}`;
  if (pull.headRepo === call.repo) git.setRef(ref, sha);
  else pull.headRepo.git.fetch(git, sha, ref);
  const url = `${repoHtml(call, call.repo)}/pull/${pull.number}`;
  return json({ message: 'Updating pull request branch.', url }, 202);
}

const PULL = '/repos/{owner}/{repo}/pulls/{pull_number}';

export const mergeRoutes: readonly Route[] = [
  route(`GET ${PULL}/merge`, (call) => {
    if (pullOfCall(call).mergedAt === null) throw notFound();
    return noContent;
  }),
  route(`PUT ${PULL}/merge`, merge, { permission: 'contents=write' }),
  route(`PUT ${PULL}/update-branch`, updateBranch),
];
