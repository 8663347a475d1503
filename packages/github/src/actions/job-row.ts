import * as z from 'zod';
import { hasNext } from '../answers/page.ts';
import { failedStep, type Step } from '../logs/step-window.ts';
import { lineOf } from '../people/text.ts';
import { idOf } from '../schema/id.ts';
import { id } from '../schema/names.ts';
import type { ToolContext } from '../services.ts';
import { stateOf } from './run-row.ts';

/** What is read of a job that GitHub gives. */
export interface GivenJob {
  readonly id: number | bigint;
  readonly run_id: number | bigint;
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly started_at: string;
  readonly completed_at: string | null;
  readonly steps?: readonly Step[];
}

/** A job of a run; with the step that failed, where one did. */
export const JobRow = z.looseObject({ id, name: z.string() });

export function jobRow(job: GivenJob) {
  const failed = failedStep(job.steps ?? []);
  const took = seconds(job);
  return {
    id: idOf(job.id),
    name: lineOf(job.name),
    state: stateOf(job),
    ...(failed && { failedStep: lineOf(failed.name) }),
    ...(took !== undefined && { seconds: took }),
  };
}

/** Whether it ended in a way that somebody will want to know why. */
export const hasFailed = ({ conclusion }: Pick<GivenJob, 'conclusion'>): boolean =>
  conclusion === 'failure' || conclusion === 'timed_out' || conclusion === 'startup_failure';

function seconds({ started_at, completed_at }: GivenJob): number | undefined {
  if (!completed_at) return undefined;
  const took = Math.round((Date.parse(completed_at) - Date.parse(started_at)) / 1_000);
  return Number.isFinite(took) && took >= 0 ? took : undefined;
}

/** Pages of 100 jobs that are read of one run. */
const MOST_PAGES = 5;

/** The jobs of the last attempt of a run, those that failed first. */
export async function readJobs(
  run: { readonly owner: string; readonly repo: string; readonly run_id: number },
  { request }: ToolContext,
): Promise<{ readonly jobs: readonly GivenJob[]; readonly more: boolean }> {
  const jobs: GivenJob[] = [];
  for (let page = 1; ; page += 1) {
    const { data, headers } = await request('GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs', {
      ...run,
      filter: 'latest',
      per_page: 100,
      page,
    });
    jobs.push(...data.jobs);
    const more = hasNext(headers);
    if (!more || page === MOST_PAGES) {
      return { jobs: jobs.toSorted((a, b) => Number(hasFailed(b)) - Number(hasFailed(a))), more };
    }
  }
}
