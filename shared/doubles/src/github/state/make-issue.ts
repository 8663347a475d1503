import type { Account } from './account.ts';
import type { Issue, IssueComment, Label, Milestone, TimelineEvent } from './issue.ts';
import type { Repo } from './repository.ts';
import type { World } from './world.ts';

export interface NewIssue {
  readonly title: string;
  readonly body?: string | null;
  readonly author: Account | null;
  readonly labels?: readonly string[];
  readonly assignees?: readonly Account[];
  readonly milestone?: number | null;
}

/** Opens an issue, or the issue side of a pull request. */
export function makeIssue(world: World, repo: Repo, wanted: NewIssue): Issue {
  const now = world.clock.tick();
  const issue: Issue = {
    id: world.nextId(),
    number: repo.nextNumber,
    title: wanted.title,
    body: wanted.body ?? null,
    author: wanted.author,
    state: 'open',
    stateReason: null,
    locked: false,
    assignees: wanted.assignees ?? [],
    labels: wanted.labels ?? [],
    milestone: wanted.milestone ?? null,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    closedBy: null,
    subIssues: [],
    parent: null,
    timeline: [],
  };
  repo.nextNumber += 1;
  repo.issues.set(issue.number, issue);
  for (const name of issue.labels) findOrMakeLabel(world, repo, name);
  return issue;
}

/** Opens or closes an issue, and says so in its timeline. */
export function setIssueState(
  world: World,
  issue: Issue,
  actor: Account | null,
  state: Issue['state'],
  reason: Issue['stateReason'] = null,
): void {
  if (issue.state === state && (reason === null || issue.stateReason === reason)) return;
  const changed = issue.state !== state;
  issue.state = state;
  issue.stateReason = reason ?? (state === 'closed' ? 'completed' : 'reopened');
  issue.closedAt = state === 'closed' ? world.clock.tick() : null;
  issue.closedBy = state === 'closed' ? actor : null;
  issue.updatedAt = world.clock.now();
  if (changed)
    happen(world, issue, state === 'closed' ? 'closed' : 'reopened', actor, {
      state_reason: issue.stateReason,
    });
}

/** Adds an event to a timeline. */
export function happen(
  world: World,
  issue: Issue,
  event: string,
  actor: Account | null,
  more: TimelineEvent['more'] = {},
): void {
  issue.timeline.push({ id: world.nextId(), event, actor, createdAt: world.clock.tick(), more });
}

export function makeComment(
  world: World,
  repo: Repo,
  issue: Issue,
  author: Account | null,
  body: string,
): IssueComment {
  const now = world.clock.tick();
  const comment: IssueComment = {
    id: world.nextId(),
    issueNumber: issue.number,
    author,
    body,
    createdAt: now,
    updatedAt: now,
  };
  repo.comments.set(comment.id, comment);
  issue.updatedAt = now;
  return comment;
}

/** The label of a name; an issue may be given one the repository does not have yet. */
export function findOrMakeLabel(
  world: World,
  repo: Repo,
  name: string,
  color = 'ededed',
  description: string | null = null,
): Label {
  const key = name.toLowerCase();
  const found = repo.labels.get(key);
  if (found) return found;
  const label: Label = { id: world.nextId(), name, color, description };
  repo.labels.set(key, label);
  return label;
}

export interface NewMilestone {
  readonly title: string;
  readonly description?: string | null;
  readonly state?: 'open' | 'closed';
  readonly dueOn?: string | null;
  readonly creator: Account;
}

export function makeMilestone(world: World, repo: Repo, wanted: NewMilestone): Milestone {
  const now = world.clock.tick();
  const milestone: Milestone = {
    id: world.nextId(),
    number: Math.max(0, ...repo.milestones.keys()) + 1,
    title: wanted.title,
    description: wanted.description ?? null,
    state: wanted.state ?? 'open',
    dueOn: wanted.dueOn ?? null,
    creator: wanted.creator,
    createdAt: now,
    updatedAt: now,
    closedAt: wanted.state === 'closed' ? now : null,
  };
  repo.milestones.set(milestone.number, milestone);
  return milestone;
}
