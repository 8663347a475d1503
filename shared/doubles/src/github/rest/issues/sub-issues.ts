import * as z from 'zod';
import type { Call } from '../../http/call.ts';
import { paged } from '../../http/paging.ts';
import { created, json, notFound, Refusal } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { issueJson } from '../../render/issue.ts';
import type { Issue } from '../../state/issue.ts';
import { issueOfCall } from './issues.ts';

const body = z.object({ sub_issue_id: z.number(), replace_parent: z.boolean().default(false) });

const byId = ({ repo }: Call, id: number): Issue => {
  const found = [...repo.issues.values()].find((one) => one.id === id);
  if (!found) throw notFound();
  return found;
};

function leaveParent({ repo }: Call, child: Issue): void {
  const parent = child.parent === null ? undefined : repo.issues.get(child.parent);
  if (parent) parent.subIssues = parent.subIssues.filter((number) => number !== child.number);
  child.parent = null;
}

function add(call: Call) {
  const issue = issueOfCall(call);
  const { sub_issue_id, replace_parent } = call.body(body);
  const child = byId(call, sub_issue_id);
  if (child === issue) throw new Refusal(422, 'Cannot add an issue as its own sub-issue.');
  if (child.parent !== null && !replace_parent) {
    throw new Refusal(422, 'Sub issue may only have one parent.');
  }
  leaveParent(call, child);
  child.parent = issue.number;
  issue.subIssues = [...issue.subIssues, child.number];
  return created(issueJson(call, call.repo, issue));
}

const ISSUE = '/repos/{owner}/{repo}/issues/{issue_number}';

export const subIssueRoutes: readonly Route[] = [
  route(`GET ${ISSUE}/sub_issues`, (call) => {
    const children = issueOfCall(call).subIssues.flatMap((number) => call.repo.issues.get(number) ?? []);
    return paged(call, children, (one) => issueJson(call, call.repo, one));
  }),
  route(`POST ${ISSUE}/sub_issues`, add, { role: 'triage' }),
  route(
    `DELETE ${ISSUE}/sub_issue`,
    (call) => {
      const issue = issueOfCall(call);
      const child = byId(call, call.body(body).sub_issue_id);
      if (child.parent !== issue.number) throw notFound();
      leaveParent(call, child);
      return json(issueJson(call, call.repo, issue));
    },
    { role: 'triage' },
  ),
  route(`GET ${ISSUE}/parent`, (call) => {
    const { parent } = issueOfCall(call);
    const found = parent === null ? undefined : call.repo.issues.get(parent);
    if (!found) throw notFound();
    return json(issueJson(call, call.repo, found));
  }),
];
