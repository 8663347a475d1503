import type { Call } from '../../http/call.ts';
import { counted } from '../../http/paging.ts';
import { found, json, notFound, Refusal } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { artifactJson, jobJson } from '../../render/workflow.ts';
import { type Artifact, actionsOf, type Job } from '../../state/workflow.ts';
import { rerun, runOfCall } from './runs.ts';

function jobOf(call: Call): Job {
  const job = actionsOf(call.repo).jobs.get(call.number('job_id'));
  if (!job) throw notFound();
  return job;
}

function artifactOf(call: Call): Artifact {
  const artifact = actionsOf(call.repo).artifacts.get(call.number('artifact_id'));
  if (!artifact) throw notFound();
  return artifact;
}

function listJobs(call: Call, attempt?: number) {
  const run = runOfCall(call);
  const wanted = attempt ?? (call.query.get('filter') === 'all' ? undefined : run.attempt);
  const jobs = [...actionsOf(call.repo).jobs.values()].filter(
    (job) => job.runId === run.id && (wanted === undefined || job.attempt === wanted),
  );
  return counted(call, 'jobs', jobs, (job) => jobJson(call, call.repo, job));
}

const ACTIONS = '/repos/{owner}/{repo}/actions';

export const jobRoutes: readonly Route[] = [
  route(`GET ${ACTIONS}/runs/{run_id}/jobs`, (call) => listJobs(call)),
  route(`GET ${ACTIONS}/runs/{run_id}/attempts/{attempt_number}/jobs`, (call) =>
    listJobs(call, call.number('attempt_number')),
  ),
  route(`GET ${ACTIONS}/jobs/{job_id}`, (call) => json(jobJson(call, call.repo, jobOf(call)))),
  route(`POST ${ACTIONS}/jobs/{job_id}/rerun`, (call) => {
    const job = jobOf(call);
    const run = actionsOf(call.repo).runs.get(job.runId);
    if (run === undefined) throw notFound();
    return rerun(call, run, ({ id }) => id === job.id);
  }),
  route(`GET ${ACTIONS}/jobs/{job_id}/logs`, (call) => {
    const { status, log } = jobOf(call);
    if (status !== 'completed') throw notFound();
    if (!log) throw new Refusal(410, 'Server Error: the logs for this job have expired');
    return found(call.parts.keepBlob({ type: 'text/plain; charset=utf-8', content: log }));
  }),
  route(`GET ${ACTIONS}/artifacts`, (call) => {
    const name = call.query.get('name');
    const all = [...actionsOf(call.repo).artifacts.values()].filter(
      (one) => name === null || one.name === name,
    );
    return counted(call, 'artifacts', all, (one) => artifactJson(call, call.repo, one));
  }),
  route(`GET ${ACTIONS}/runs/{run_id}/artifacts`, (call) => {
    const { id } = runOfCall(call);
    const name = call.query.get('name');
    const all = [...actionsOf(call.repo).artifacts.values()].filter(
      (one) => one.runId === id && (name === null || one.name === name),
    );
    return counted(call, 'artifacts', all, (one) => artifactJson(call, call.repo, one));
  }),
  route(`GET ${ACTIONS}/artifacts/{artifact_id}`, (call) =>
    json(artifactJson(call, call.repo, artifactOf(call))),
  ),
  route(`GET ${ACTIONS}/artifacts/{artifact_id}/{archive_format}`, (call) => {
    const { content, expired } = artifactOf(call);
    if (expired) throw new Refusal(410, 'Artifact has expired');
    if (call.param('archive_format') !== 'zip') throw notFound();
    return found(call.parts.keepBlob({ type: 'application/zip', content: () => content }));
  }),
];
