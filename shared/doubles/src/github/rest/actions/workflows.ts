import * as z from 'zod';
import type { Call } from '../../http/call.ts';
import { counted } from '../../http/paging.ts';
import { json, noContent, notFound, Refusal, type Reply } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { runJson, workflowJson } from '../../render/workflow.ts';
import { actionsOf, makeRun, type Workflow } from '../../state/workflow.ts';
import { listRuns } from './runs.ts';

/** By number, or by the name of its file. */
function workflowOf(call: Call): Workflow {
  const wanted = call.param('workflow_id');
  const found = [...actionsOf(call.repo).workflows.values()].find(
    ({ id, path }) => String(id) === wanted || path.split('/').at(-1) === wanted,
  );
  if (!found) throw notFound();
  return found;
}

const dispatchBody = z.object({
  ref: z.string(),
  inputs: z.record(z.string(), z.unknown()).default({}),
  return_run_details: z.boolean().default(false),
});

function dispatch(call: Call): Reply {
  const workflow = workflowOf(call);
  const { ref, inputs, return_run_details } = call.body(dispatchBody);
  if (!workflow.dispatch) throw new Refusal(422, "Workflow does not have 'workflow_dispatch' trigger");
  const branch = ref.replace(/^refs\/(heads|tags)\//, '');
  if (call.repo.git.resolve(branch) === undefined) throw new Refusal(422, `No ref found for: ${ref}`);
  const unknown = Object.keys(inputs).filter((name) => !workflow.inputs.includes(name));
  if (unknown.length > 0) throw new Refusal(422, `Unexpected inputs provided: ${JSON.stringify(unknown)}`);
  const seed = { event: 'workflow_dispatch', branch, jobs: [{ name: 'build' }] };
  const run = makeRun(call.world, call.repo, workflow, call.user, seed);
  run.status = 'queued';
  if (!return_run_details) return noContent;
  const { url, html_url } = runJson(call, call.repo, run);
  return json({ workflow_run_id: run.id, run_url: url, html_url });
}

const WORKFLOWS = '/repos/{owner}/{repo}/actions/workflows';

export const workflowRoutes: readonly Route[] = [
  route(`GET ${WORKFLOWS}`, (call) =>
    counted(call, 'workflows', [...actionsOf(call.repo).workflows.values()], (one) =>
      workflowJson(call, call.repo, one),
    ),
  ),
  route(`GET ${WORKFLOWS}/{workflow_id}`, (call) => json(workflowJson(call, call.repo, workflowOf(call)))),
  route(`GET ${WORKFLOWS}/{workflow_id}/runs`, (call) => {
    const workflow = workflowOf(call);
    return listRuns(call, (run) => run.workflow === workflow);
  }),
  route(`POST ${WORKFLOWS}/{workflow_id}/dispatches`, dispatch),
];
