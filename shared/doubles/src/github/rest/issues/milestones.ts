import * as z from 'zod';
import type { Call } from '../../http/call.ts';
import { paged } from '../../http/paging.ts';
import { created, invalid, json, noContent, notFound } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { milestoneJson } from '../../render/issue.ts';
import type { Milestone } from '../../state/issue.ts';
import { makeMilestone } from '../../state/make-issue.ts';

const body = z.object({
  title: z.string(),
  state: z.enum(['open', 'closed']).optional(),
  description: z.string().nullable().optional(),
  due_on: z.string().nullable().optional(),
});

function milestoneOf(call: Call): Milestone {
  const milestone = call.repo.milestones.get(call.number('milestone_number'));
  if (!milestone) throw notFound();
  return milestone;
}

const checkTitle = (call: Call, title: string, except?: Milestone) => {
  if ([...call.repo.milestones.values()].some((one) => one !== except && one.title === title)) {
    throw invalid({ resource: 'Milestone', field: 'title', code: 'already_exists' });
  }
};

function create(call: Call) {
  const { title, state, description, due_on } = call.body(body);
  checkTitle(call, title);
  const milestone = makeMilestone(call.world, call.repo, {
    title,
    creator: call.user,
    description: description ?? null,
    dueOn: due_on ?? null,
    ...(state && { state }),
  });
  return created(milestoneJson(call, call.repo, milestone));
}

function update(call: Call) {
  const milestone = milestoneOf(call);
  const { title, state, description, due_on } = call.body(body.partial());
  if (title !== undefined) checkTitle(call, title, milestone);
  milestone.title = title ?? milestone.title;
  milestone.description = description === undefined ? milestone.description : description;
  milestone.dueOn = due_on === undefined ? milestone.dueOn : due_on;
  milestone.updatedAt = call.world.clock.tick();
  if (state !== undefined && state !== milestone.state) {
    milestone.state = state;
    milestone.closedAt = state === 'closed' ? milestone.updatedAt : null;
  }
  return json(milestoneJson(call, call.repo, milestone));
}

const MILESTONES = '/repos/{owner}/{repo}/milestones';

export const milestoneRoutes: readonly Route[] = [
  route(`GET ${MILESTONES}`, (call) => {
    const state = call.query.get('state') ?? 'open';
    const found = [...call.repo.milestones.values()].filter((one) => state === 'all' || one.state === state);
    return paged(call, found, (one) => milestoneJson(call, call.repo, one));
  }),
  route(`POST ${MILESTONES}`, create),
  route(`GET ${MILESTONES}/{milestone_number}`, (call) =>
    json(milestoneJson(call, call.repo, milestoneOf(call))),
  ),
  route(`PATCH ${MILESTONES}/{milestone_number}`, update),
  route(`DELETE ${MILESTONES}/{milestone_number}`, (call) => {
    const { number } = milestoneOf(call);
    call.repo.milestones.delete(number);
    for (const issue of call.repo.issues.values()) if (issue.milestone === number) issue.milestone = null;
    return noContent;
  }),
];
