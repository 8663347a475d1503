import { setTimeout as sleep } from 'node:timers/promises';
import type { ToolContext } from '../services.ts';
import { type GivenRun, runRow } from './run-row.ts';

export interface Dispatch {
  readonly owner: string;
  readonly repo: string;
  readonly workflow_id: string;
  readonly ref: string;
}

/** A GitHub that does not name the run it begins lists it a moment later. */
const waitsMs = [500, 1_000, 2_000, 3_000, 4_000];

/** The runs that are there already, so that a new one is known as new. */
export async function runsBefore(dispatch: Dispatch, context: ToolContext): Promise<ReadonlySet<string>> {
  return new Set((await listDispatched(dispatch, context)).map(({ id }) => `${id}`));
}

/**
 * The run that a dispatch began, where GitHub did not name it: the only new one of this workflow, branch and
 * event. Where others were begun at the same moment, all that it may be.
 */
export async function findDispatched(
  dispatch: Dispatch,
  before: ReadonlySet<string>,
  context: ToolContext,
): Promise<readonly ReturnType<typeof runRow>[]> {
  for (const ms of waitsMs) {
    await sleep(ms, undefined, { signal: context.signal });
    const runs = await listDispatched(dispatch, context);
    const fresh = runs.filter(({ id }) => !before.has(`${id}`));
    if (fresh.length > 0) return fresh.map((run) => runRow(run, !context.lockdown.on));
  }
  return [];
}

async function listDispatched(
  { owner, repo, workflow_id, ref }: Dispatch,
  { request }: ToolContext,
): Promise<readonly GivenRun[]> {
  const { data } = await request('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', {
    owner,
    repo,
    workflow_id,
    event: 'workflow_dispatch',
    branch: ref.replace(/^refs\/(heads|tags)\//, ''),
    per_page: 30,
  });
  return data.workflow_runs;
}
