import * as z from 'zod';
import { roleOfCredential } from '../../access/open-repository.ts';
import type { Call } from '../../http/call.ts';
import { paged } from '../../http/paging.ts';
import { created, invalid, json, notFound, Refusal, type Reply } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { fullIssueJson, issueJson } from '../../render/issue.ts';
import type { Account } from '../../state/account.ts';
import type { Issue } from '../../state/issue.ts';
import { findOrMakeLabel, happen, makeIssue, setIssueState } from '../../state/make-issue.ts';
import { reaches } from '../../state/repository.ts';
import { filterIssues } from './filter-issues.ts';

/** The issue a path names: 410 where issues are off, 404 where there is none. */
export function issueOfCall(call: Call): Issue {
  if (!call.repo.hasIssues && !call.repo.pulls.has(call.number('issue_number'))) throw issuesOff();
  const issue = call.repo.issues.get(call.number('issue_number'));
  if (!issue) throw notFound();
  return issue;
}

const issuesOff = () => new Refusal(410, 'Issues has been disabled in this repository.');

const canTriage = (call: Call) => reaches(roleOfCredential(call.repo, call.credential), 'triage');

/** The author and who may triage change an issue; nobody else. */
export function checkMayEdit(call: Call, author: Account | null): void {
  if (author !== call.account && !canTriage(call)) {
    throw new Refusal(403, 'Must have admin rights to Repository.');
  }
}

const labelBody = z.union([z.string(), z.object({ name: z.string() })]);
const body = z.object({
  title: z.union([z.string(), z.number()]),
  body: z.string().nullable().optional(),
  labels: z.array(labelBody).optional(),
  assignee: z.string().nullable().optional(),
  assignees: z.array(z.string()).optional(),
  milestone: z.union([z.number(), z.string()]).nullable().optional(),
  type: z.string().nullable().optional(),
});
const updateBody = body.partial().extend({
  state: z.enum(['open', 'closed']).optional(),
  state_reason: z.enum(['completed', 'not_planned', 'reopened', 'duplicate']).nullable().optional(),
});

const namesOf = (labels: z.output<typeof body>['labels']) =>
  labels?.map((one) => (typeof one === 'string' ? one : one.name));

function assigneesOf(call: Call, logins: readonly string[] | undefined): readonly Account[] | undefined {
  return logins?.map((login) => {
    const account = call.world.findAccount(login);
    if (!account) throw invalid({ resource: 'Issue', field: 'assignees', code: 'invalid', value: login });
    return account;
  });
}

function milestoneOf(call: Call, wanted: number | string | null | undefined): number | null | undefined {
  if (wanted === null || wanted === undefined) return wanted;
  if (!call.repo.milestones.has(Number(wanted))) {
    throw invalid({ resource: 'Issue', field: 'milestone', code: 'invalid', value: wanted });
  }
  return Number(wanted);
}

function create(call: Call): Reply {
  if (!call.repo.hasIssues) throw issuesOff();
  const wanted = call.body(body);
  const title = String(wanted.title);
  if (title.trim() === '') throw invalid({ resource: 'Issue', field: 'title', code: 'missing_field' });
  const assignees = assigneesOf(call, wanted.assignees ?? (wanted.assignee ? [wanted.assignee] : undefined));
  const milestone = milestoneOf(call, wanted.milestone);
  // From who may not triage, these are dropped without a word.
  const extras = canTriage(call) && {
    ...(wanted.labels && { labels: namesOf(wanted.labels) ?? [] }),
    ...(assignees && { assignees }),
    ...(milestone && { milestone }),
  };
  const issue = makeIssue(call.world, call.repo, {
    title,
    body: wanted.body ?? null,
    author: call.user,
    ...extras,
  });
  return created(fullIssueJson(call, call.repo, issue));
}

/** Sets the labels of an issue, and says so in its timeline. */
export function setLabels(call: Call, issue: Issue, names: readonly string[]): void {
  const labels = names.map((name) => findOrMakeLabel(call.world, call.repo, name));
  const added = labels.filter(({ name }) => !issue.labels.includes(name));
  const removed = issue.labels.filter((name) => !labels.some((one) => one.name === name));
  issue.labels = labels.map(({ name }) => name);
  const tell = (event: string, name: string) =>
    happen(call.world, issue, event, call.user, {
      label: { name, color: call.repo.labels.get(name.toLowerCase())?.color ?? 'ededed' },
    });
  for (const { name } of added) tell('labeled', name);
  for (const name of removed) tell('unlabeled', name);
  issue.updatedAt = call.world.clock.tick();
}

function update(call: Call): Reply {
  const issue = issueOfCall(call);
  checkMayEdit(call, issue.author);
  const wanted = call.body(updateBody);
  const assignees = assigneesOf(call, wanted.assignees ?? (wanted.assignee ? [wanted.assignee] : undefined));
  const milestone = milestoneOf(call, wanted.milestone);
  if (wanted.title !== undefined && String(wanted.title) !== issue.title) {
    happen(call.world, issue, 'renamed', call.user, {
      rename: { from: issue.title, to: String(wanted.title) },
    });
    issue.title = String(wanted.title);
  }
  if (wanted.body !== undefined) issue.body = wanted.body;
  if (assignees) issue.assignees = assignees;
  if (milestone !== undefined) issue.milestone = milestone;
  const labels = namesOf(wanted.labels);
  if (labels) setLabels(call, issue, labels);
  if (wanted.state) setIssueState(call.world, issue, call.user, wanted.state, wanted.state_reason ?? null);
  issue.updatedAt = call.world.clock.tick();
  return json(fullIssueJson(call, call.repo, issue));
}

const ISSUES = '/repos/{owner}/{repo}/issues';

export const issueRoutes: readonly Route[] = [
  route(`GET ${ISSUES}`, (call) => {
    if (!call.repo.hasIssues) throw issuesOff();
    return paged(call, filterIssues(call), (one) => issueJson(call, call.repo, one));
  }),
  route(`POST ${ISSUES}`, create, { role: 'read' }),
  route(`GET ${ISSUES}/{issue_number}`, (call) => json(fullIssueJson(call, call.repo, issueOfCall(call)))),
  route(`PATCH ${ISSUES}/{issue_number}`, update, { role: 'read' }),
];
