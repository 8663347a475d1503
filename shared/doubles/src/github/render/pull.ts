import { diffFiles } from '../git/diff.ts';
import { mergeTrees } from '../git/merge.ts';
import type { Call } from '../http/call.ts';
import type { Pull } from '../state/pull.ts';
import { baseOf, commitsOf, headOf, issueOf, mergeBaseOf } from '../state/pull-git.ts';
import { fullNameOf, type Repo } from '../state/repository.ts';
import { nodeId } from '../state/world.ts';
import { statsOf } from './commit.ts';
import { associationOf, labelsJson, milestoneJson } from './issue.ts';
import { repoHtml, repoJson, repoUrl } from './repository.ts';
import { maybeUserJson, userJson } from './user.ts';

function links(call: Call, repo: Repo, { number }: Pull, head: string) {
  const url = `${repoUrl(call, repo)}/pulls/${number}`;
  const issue = `${repoUrl(call, repo)}/issues/${number}`;
  return {
    self: { href: url },
    html: { href: `${repoHtml(call, repo)}/pull/${number}` },
    issue: { href: issue },
    comments: { href: `${issue}/comments` },
    review_comments: { href: `${url}/comments` },
    review_comment: { href: `${repoUrl(call, repo)}/pulls/comments{/number}` },
    commits: { href: `${url}/commits` },
    statuses: { href: `${repoUrl(call, repo)}/statuses/${head}` },
  };
}

/** One side of a pull request. The other side's repository may be gone. */
const sideJson = (call: Call, repo: Repo | null, ref: string, sha: string) => ({
  label: `${repo?.owner.login ?? 'unknown'}:${ref}`,
  ref,
  sha,
  user: repo ? userJson(call, repo.owner) : null,
  repo: repo ? repoJson(call, repo) : null,
});

/** A pull request as lists show it. */
export function pullJson(call: Call, repo: Repo, pull: Pull) {
  const issue = issueOf(repo, pull);
  const url = `${repoUrl(call, repo)}/pulls/${pull.number}`;
  const html = `${repoHtml(call, repo)}/pull/${pull.number}`;
  const issueUrl = `${repoUrl(call, repo)}/issues/${pull.number}`;
  const head = headOf(repo, pull);
  const milestone = issue.milestone === null ? undefined : repo.milestones.get(issue.milestone);
  return {
    url,
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issueUrl,
    number: pull.number,
    state: issue.state,
    locked: issue.locked,
    title: issue.title,
    user: maybeUserJson(call, issue.author),
    body: issue.body,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommit,
    assignee: maybeUserJson(call, issue.assignees[0]),
    assignees: issue.assignees.map((one) => userJson(call, one)),
    requested_reviewers: pull.requestedReviewers.map((one) => userJson(call, one)),
    requested_teams: [],
    labels: labelsJson(call, repo, issue.labels),
    milestone: milestone ? milestoneJson(call, repo, milestone) : null,
    draft: pull.draft,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${repoUrl(call, repo)}/pulls/comments{/number}`,
    comments_url: `${issueUrl}/comments`,
    statuses_url: `${repoUrl(call, repo)}/statuses/${head}`,
    head: sideJson(call, pull.headRepo, pull.head, head),
    base: sideJson(call, repo, pull.base, baseOf(repo, pull)),
    _links: links(call, repo, pull, head),
    author_association: associationOf(repo, issue.author),
    auto_merge: null,
    active_lock_reason: null,
  };
}

/** A pull request on its own page, with its figures. */
export function fullPullJson(call: Call, repo: Repo, pull: Pull) {
  const base = baseOf(repo, pull);
  const head = headOf(repo, pull);
  const files = diffFiles(repo.git, mergeBaseOf(repo, pull), head);
  const { additions, deletions } = statsOf(files);
  const isOpen = issueOf(repo, pull).state === 'open';
  const mergeable = isOpen ? mergeTrees(repo.git, base, head) !== undefined : null;
  const comments = [...repo.comments.values()].filter(({ issueNumber }) => issueNumber === pull.number);
  return {
    ...pullJson(call, repo, pull),
    merged: pull.mergedAt !== null,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeableState(repo, pull, mergeable),
    merged_by: maybeUserJson(call, pull.mergedBy),
    comments: comments.length,
    review_comments: pull.comments.length,
    maintainer_can_modify: pull.headRepo !== null && fullNameOf(pull.headRepo) !== fullNameOf(repo),
    commits: commitsOf(repo, pull).length,
    additions,
    deletions,
    changed_files: files.length,
  };
}

function mergeableState(repo: Repo, pull: Pull, mergeable: boolean | null): string {
  if (mergeable === null) return 'unknown';
  if (!mergeable) return 'dirty';
  if (pull.draft) return 'draft';
  return repo.protectedBranches.has(pull.base) ? 'blocked' : 'clean';
}
