import { fail } from '@portolan/runtime';
import { lineOf } from '../people/text.ts';
import type { ToolContext } from '../services.ts';
import { type GivenJob, hasFailed, readJobs } from './job-row.ts';
import { demandRunOf } from './own-run.ts';

export interface WhichJob {
  readonly owner: string;
  readonly repo: string;
  readonly job_id?: number | undefined;
  readonly run_id?: number | undefined;
  readonly job_name?: string | undefined;
}

/**
 * The job that a call names: by its id, by its name in a run, or the first of a run that failed.
 *
 * @throws ToolError `invalid_arguments`, `not_found`, `ambiguous`; `forbidden` in lockdown
 */
export async function findJob(
  which: WhichJob,
  context: ToolContext,
): Promise<{ readonly job: GivenJob; readonly alsoFailed: readonly string[] }> {
  const { owner, repo, job_id, run_id } = which;
  if (job_id !== undefined) {
    const { data } = await context.request('GET /repos/{owner}/{repo}/actions/jobs/{job_id}', {
      owner,
      repo,
      job_id,
    });
    await demandRunOf(Number(data.run_id), which, context);
    return { job: data, alsoFailed: [] };
  }
  if (run_id === undefined) return fail('invalid_arguments', 'Neither job_id nor run_id is given.');
  await demandRunOf(run_id, which, context);
  const { jobs } = await readJobs({ owner, repo, run_id }, context);
  const job = which.job_name === undefined ? firstFailed(jobs) : named(jobs, which.job_name);
  const others = jobs.filter((other) => other !== job && hasFailed(other));
  return { job, alsoFailed: others.map(({ name }) => lineOf(name)).slice(0, 20) };
}

function firstFailed(jobs: readonly GivenJob[]): GivenJob {
  const [first] = jobs;
  if (first && (hasFailed(first) || jobs.length === 1)) return first;
  return fail('not_found', 'No job of this run has failed.', {
    next: `Name one by job_name: ${names(jobs)}.`,
  });
}

/** By the whole name, else by a part of it that only one has. */
function named(jobs: readonly GivenJob[], name: string): GivenJob {
  const low = name.toLowerCase();
  const exact = jobs.filter((job) => job.name.toLowerCase() === low);
  const found = exact.length > 0 ? exact : jobs.filter((job) => job.name.toLowerCase().includes(low));
  const [job, ...more] = found;
  if (job && more.length === 0) return job;
  const next = `Name one of: ${names(job ? found : jobs)}.`;
  return job
    ? fail('ambiguous', 'Several jobs have this name.', { next })
    : fail('not_found', 'No job of this run has this name.', { next });
}

const names = (jobs: readonly GivenJob[]) =>
  jobs
    .slice(0, 20)
    .map(({ id, name }) => `"${lineOf(name)}" (job_id ${id})`)
    .join(', ') || 'there is none';
