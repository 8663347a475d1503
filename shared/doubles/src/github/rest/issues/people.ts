import * as z from 'zod';
import type { Call } from '../../http/call.ts';
import { created, json, noContent } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { issueJson } from '../../render/issue.ts';
import { happen } from '../../state/make-issue.ts';
import { issueOfCall } from './issues.ts';

const body = z.object({ assignees: z.array(z.string()).default([]) });

/** Accounts that are there; others are dropped without a word. */
const named = (call: Call) =>
  call.body(body).assignees.flatMap((login) => call.world.findAccount(login) ?? []);

const ISSUE = '/repos/{owner}/{repo}/issues/{issue_number}';

export const peopleRoutes: readonly Route[] = [
  route(
    `POST ${ISSUE}/assignees`,
    (call) => {
      const issue = issueOfCall(call);
      issue.assignees = [...new Set([...issue.assignees, ...named(call)])];
      return created(issueJson(call, call.repo, issue));
    },
    { role: 'triage' },
  ),
  route(
    `DELETE ${ISSUE}/assignees`,
    (call) => {
      const issue = issueOfCall(call);
      const gone = named(call);
      issue.assignees = issue.assignees.filter((one) => !gone.includes(one));
      return json(issueJson(call, call.repo, issue));
    },
    { role: 'triage' },
  ),
  route(`PUT ${ISSUE}/lock`, (call) => {
    const issue = issueOfCall(call);
    issue.locked = true;
    happen(call.world, issue, 'locked', call.user, { lock_reason: null });
    return noContent;
  }),
  route(`DELETE ${ISSUE}/lock`, (call) => {
    const issue = issueOfCall(call);
    issue.locked = false;
    happen(call.world, issue, 'unlocked', call.user);
    return noContent;
  }),
];
