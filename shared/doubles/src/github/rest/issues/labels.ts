import * as z from 'zod';
import type { Call } from '../../http/call.ts';
import { paged } from '../../http/paging.ts';
import { created, invalid, json, noContent, notFound } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { labelJson, labelsJson } from '../../render/issue.ts';
import type { Label } from '../../state/issue.ts';
import { findOrMakeLabel } from '../../state/make-issue.ts';
import { issueOfCall, setLabels } from './issues.ts';

const labelBody = z.object({
  name: z.string(),
  color: z.string().optional(),
  description: z.string().nullable().optional(),
});
const updateBody = labelBody.partial().extend({ new_name: z.string().optional() });

function labelOf(call: Call): Label {
  const label = call.repo.labels.get(call.param('name').toLowerCase());
  if (!label) throw notFound();
  return label;
}

function checkColor(color: string | undefined): void {
  if (color !== undefined && !/^[0-9a-f]{6}$/i.test(color)) {
    throw invalid({ resource: 'Label', field: 'color', code: 'invalid' });
  }
}

function update(call: Call) {
  const label = labelOf(call);
  const { new_name, color, description } = call.body(updateBody);
  checkColor(color);
  const { labels, issues } = call.repo;
  if (new_name !== undefined && new_name !== label.name) {
    if (new_name.toLowerCase() !== label.name.toLowerCase() && labels.has(new_name.toLowerCase())) {
      throw invalid({ resource: 'Label', field: 'name', code: 'already_exists' });
    }
    const old = label.name;
    labels.delete(old.toLowerCase());
    label.name = new_name;
    labels.set(new_name.toLowerCase(), label);
    for (const issue of issues.values()) {
      issue.labels = issue.labels.map((name) => (name === old ? new_name : name));
    }
  }
  label.color = color ?? label.color;
  label.description = description === undefined ? label.description : description;
  return json(labelJson(call, call.repo, label));
}

const LABELS = '/repos/{owner}/{repo}/labels';
const OF_ISSUE = '/repos/{owner}/{repo}/issues/{issue_number}/labels';
const namesBody = z.object({ labels: z.array(z.string()) });

export const labelRoutes: readonly Route[] = [
  route(`GET ${LABELS}`, (call) =>
    paged(call, [...call.repo.labels.values()], (one) => labelJson(call, call.repo, one)),
  ),
  route(`POST ${LABELS}`, (call) => {
    const { name, color, description } = call.body(labelBody);
    checkColor(color);
    if (call.repo.labels.has(name.toLowerCase())) {
      throw invalid({ resource: 'Label', field: 'name', code: 'already_exists' });
    }
    const label = findOrMakeLabel(call.world, call.repo, name, color, description ?? null);
    return created(labelJson(call, call.repo, label));
  }),
  route(`GET ${LABELS}/{name}`, (call) => json(labelJson(call, call.repo, labelOf(call)))),
  route(`PATCH ${LABELS}/{name}`, update),
  route(`DELETE ${LABELS}/{name}`, (call) => {
    call.repo.labels.delete(labelOf(call).name.toLowerCase());
    return noContent;
  }),
  route(`GET ${OF_ISSUE}`, (call) =>
    paged(call, labelsJson(call, call.repo, issueOfCall(call).labels), (one) => one),
  ),
  route(
    `POST ${OF_ISSUE}`,
    (call) => {
      const issue = issueOfCall(call);
      setLabels(call, issue, [...new Set([...issue.labels, ...call.body(namesBody).labels])]);
      return json(labelsJson(call, call.repo, issue.labels));
    },
    { role: 'triage' },
  ),
  route(
    `PUT ${OF_ISSUE}`,
    (call) => {
      const issue = issueOfCall(call);
      setLabels(call, issue, call.body(namesBody).labels);
      return json(labelsJson(call, call.repo, issue.labels));
    },
    { role: 'triage' },
  ),
  route(
    `DELETE ${OF_ISSUE}/{name}`,
    (call) => {
      const issue = issueOfCall(call);
      if (!issue.labels.includes(call.param('name'))) throw notFound();
      setLabels(
        call,
        issue,
        issue.labels.filter((name) => name !== call.param('name')),
      );
      return json(labelsJson(call, call.repo, issue.labels));
    },
    { role: 'triage' },
  ),
];
