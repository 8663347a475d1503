import type { Call } from '../http/call.ts';
import type { Account } from '../state/account.ts';
import type { Issue, IssueComment, Label, Milestone } from '../state/issue.ts';
import type { Pull } from '../state/pull.ts';
import type { Repo } from '../state/repository.ts';
import { nodeId } from '../state/world.ts';
import { repoHtml, repoUrl } from './repository.ts';
import { maybeUserJson, userJson } from './user.ts';

/** What an author is to a repository. */
export function associationOf(repo: Repo, author: Account | null) {
  if (author === null) return 'NONE';
  if (author === repo.owner) return 'OWNER';
  if (author.organizations.has(repo.owner.login)) return 'MEMBER';
  if (repo.collaborators.has(author.login.toLowerCase())) return 'COLLABORATOR';
  const wasMerged = [...repo.pulls.values()].some(
    ({ number, mergedAt }) => mergedAt !== null && repo.issues.get(number)?.author === author,
  );
  return wasMerged ? 'CONTRIBUTOR' : 'NONE';
}

export const reactionsJson = (url: string) => ({
  url: `${url}/reactions`,
  total_count: 0,
  '+1': 0,
  '-1': 0,
  laugh: 0,
  hooray: 0,
  confused: 0,
  heart: 0,
  rocket: 0,
  eyes: 0,
});

export const labelJson = (call: Call, repo: Repo, { id, name, color, description }: Label) => ({
  id,
  node_id: nodeId('LA', id),
  url: `${repoUrl(call, repo)}/labels/${encodeURIComponent(name)}`,
  name,
  color,
  default: false,
  description,
});

/** The labels of an issue, of those the repository still has. */
export const labelsJson = (call: Call, repo: Repo, names: readonly string[]) =>
  names.flatMap((name) => {
    const label = repo.labels.get(name.toLowerCase());
    return label ? [labelJson(call, repo, label)] : [];
  });

export function milestoneJson(call: Call, repo: Repo, milestone: Milestone) {
  const url = `${repoUrl(call, repo)}/milestones/${milestone.number}`;
  const issues = [...repo.issues.values()].filter((one) => one.milestone === milestone.number);
  return {
    url,
    html_url: `${repoHtml(call, repo)}/milestone/${milestone.number}`,
    labels_url: `${url}/labels`,
    id: milestone.id,
    node_id: nodeId('MI', milestone.id),
    number: milestone.number,
    title: milestone.title,
    description: milestone.description,
    creator: userJson(call, milestone.creator),
    open_issues: issues.filter(({ state }) => state === 'open').length,
    closed_issues: issues.filter(({ state }) => state === 'closed').length,
    state: milestone.state,
    created_at: milestone.createdAt,
    updated_at: milestone.updatedAt,
    due_on: milestone.dueOn,
    closed_at: milestone.closedAt,
  };
}

/** An issue, also the issue side of a pull request. */
export function issueJson(call: Call, repo: Repo, issue: Issue) {
  const url = `${repoUrl(call, repo)}/issues/${issue.number}`;
  const milestone = issue.milestone === null ? undefined : repo.milestones.get(issue.milestone);
  const pull = repo.pulls.get(issue.number);
  const html = `${repoHtml(call, repo)}/${pull ? 'pull' : 'issues'}/${issue.number}`;
  const comments = [...repo.comments.values()].filter(({ issueNumber }) => issueNumber === issue.number);
  return {
    url,
    repository_url: repoUrl(call, repo),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: html,
    id: issue.id,
    node_id: nodeId(pull ? 'PR' : 'I', pull?.id ?? issue.id),
    number: issue.number,
    title: issue.title,
    user: maybeUserJson(call, issue.author),
    labels: labelsJson(call, repo, issue.labels),
    state: issue.state,
    locked: issue.locked,
    assignee: maybeUserJson(call, issue.assignees[0]),
    assignees: issue.assignees.map((one) => userJson(call, one)),
    milestone: milestone ? milestoneJson(call, repo, milestone) : null,
    comments: comments.length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    author_association: associationOf(repo, issue.author),
    active_lock_reason: null,
    ...(pull && pullPart(call, repo, pull, html)),
    body: issue.body,
    reactions: reactionsJson(url),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: null,
    state_reason: issue.stateReason,
    ...(!pull && { sub_issues_summary: subIssuesSummary(repo, issue) }),
    ...(issue.parent !== null && { parent_issue_url: `${repoUrl(call, repo)}/issues/${issue.parent}` }),
  };
}

const pullPart = (call: Call, repo: Repo, { number, draft, mergedAt }: Pull, html: string) => ({
  draft,
  pull_request: {
    url: `${repoUrl(call, repo)}/pulls/${number}`,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    merged_at: mergedAt,
  },
});

function subIssuesSummary(repo: Repo, { subIssues }: Issue) {
  const total = subIssues.length;
  const completed = subIssues.filter((number) => repo.issues.get(number)?.state === 'closed').length;
  return { total, completed, percent_completed: total ? Math.floor((completed * 100) / total) : 0 };
}

/** An issue on its own page: it says who closed it. */
export const fullIssueJson = (call: Call, repo: Repo, issue: Issue) => ({
  ...issueJson(call, repo, issue),
  closed_by: maybeUserJson(call, issue.closedBy),
});

export function commentJson(call: Call, repo: Repo, comment: IssueComment) {
  const url = `${repoUrl(call, repo)}/issues/comments/${comment.id}`;
  const kind = repo.pulls.has(comment.issueNumber) ? 'pull' : 'issues';
  return {
    url,
    html_url: `${repoHtml(call, repo)}/${kind}/${comment.issueNumber}#issuecomment-${comment.id}`,
    issue_url: `${repoUrl(call, repo)}/issues/${comment.issueNumber}`,
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    user: maybeUserJson(call, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    body: comment.body,
    author_association: associationOf(repo, comment.author),
    reactions: reactionsJson(url),
    performed_via_github_app: null,
  };
}
