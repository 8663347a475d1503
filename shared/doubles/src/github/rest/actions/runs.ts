import type { Call } from '../../http/call.ts';
import { counted } from '../../http/paging.ts';
import { found, json, noContent, notFound, Refusal, type Reply } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { runJson } from '../../render/workflow.ts';
import { zipOf } from '../../seed/zip.ts';
import { actionsOf, type Job, makeJob, type WorkflowRun } from '../../state/workflow.ts';
import { inRange } from '../search/query.ts';

export function runOfCall(call: Call): WorkflowRun {
  const run = actionsOf(call.repo).runs.get(call.number('run_id'));
  if (!run) throw notFound();
  return run;
}

/** The runs of a repository or of a workflow, newest first, as the query of a list wants them. */
export function listRuns(call: Call, isWanted: (run: WorkflowRun) => boolean = () => true): Reply {
  const { query } = call;
  const status = query.get('status');
  const created = query.get('created');
  const runs = [...actionsOf(call.repo).runs.values()].filter(
    (run) =>
      isWanted(run) &&
      (query.get('branch') ?? run.branch) === run.branch &&
      (query.get('event') ?? run.event) === run.event &&
      (query.get('actor') ?? run.actor.login) === run.actor.login &&
      (query.get('head_sha') ?? run.sha) === run.sha &&
      (status === null || run.status === status || run.conclusion === status) &&
      (created === null || inRange(run.createdAt, created)),
  );
  return counted(call, 'workflow_runs', runs.toReversed(), (run) => runJson(call, call.repo, run));
}

/** Starts a run again: all its jobs, or those that failed. */
export function rerun(call: Call, run: WorkflowRun, isWanted: (job: Job) => boolean): Reply {
  if (run.status !== 'completed') {
    throw new Refusal(403, `The workflow run ${run.id} is already running`);
  }
  const before = [...actionsOf(call.repo).jobs.values()].filter(
    (job) => job.runId === run.id && job.attempt === run.attempt && isWanted(job),
  );
  run.attempt += 1;
  run.status = 'queued';
  run.conclusion = null;
  run.updatedAt = call.world.clock.tick();
  for (const { name, labels } of before)
    makeJob(call.world, call.repo, run, { name, labels, conclusion: null });
  return json({}, 201);
}

function cancel(call: Call): Reply {
  const run = runOfCall(call);
  if (run.status === 'completed') throw new Refusal(409, 'Cannot cancel a workflow run that is completed.');
  run.status = 'completed';
  run.conclusion = 'cancelled';
  run.updatedAt = call.world.clock.tick();
  for (const job of actionsOf(call.repo).jobs.values()) {
    if (job.runId !== run.id || job.status === 'completed') continue;
    job.status = 'completed';
    job.conclusion = 'cancelled';
    job.completedAt = run.updatedAt;
  }
  return json({}, 202);
}

/** All logs of a run as an archive, on the host of archives. */
function logs(call: Call): Reply {
  const run = runOfCall(call);
  const jobs = [...actionsOf(call.repo).jobs.values()].filter(({ runId }) => runId === run.id);
  const content = () =>
    zipOf(
      Object.fromEntries(jobs.flatMap(({ name, log }, at) => (log ? [[`${at}_${name}.txt`, log()]] : []))),
    );
  return found(call.parts.keepBlob({ type: 'application/zip', content }));
}

const RUN = '/repos/{owner}/{repo}/actions/runs/{run_id}';

export const runRoutes: readonly Route[] = [
  route('GET /repos/{owner}/{repo}/actions/runs', (call) => listRuns(call)),
  route(`GET ${RUN}`, (call) => json(runJson(call, call.repo, runOfCall(call)))),
  route(`DELETE ${RUN}`, (call) => {
    actionsOf(call.repo).runs.delete(runOfCall(call).id);
    return noContent;
  }),
  route(`GET ${RUN}/logs`, logs),
  route(`POST ${RUN}/rerun`, (call) => rerun(call, runOfCall(call), () => true)),
  route(`POST ${RUN}/rerun-failed-jobs`, (call) =>
    rerun(call, runOfCall(call), ({ conclusion }) => conclusion === 'failure'),
  ),
  route(`POST ${RUN}/cancel`, cancel),
  route(`POST ${RUN}/force-cancel`, cancel),
];
