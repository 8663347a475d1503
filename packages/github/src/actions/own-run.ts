import type { Author, Place } from '../lockdown/lockdown.ts';
import { authorOf } from '../people/author.ts';
import type { ToolContext } from '../services.ts';
import type { GivenRun } from './run-row.ts';

/**
 * Who had a hand in a run: who began it and, where its commit is of another repository, whose that is. Names,
 * logs and artifacts may hold whatever the commit writes, also where a maintainer began the run by a label.
 */
function writersOf({ actor, head_repository: head, repository }: GivenRun): readonly Author[] {
  const own = head != null && head.id === repository?.id;
  return [authorOf({ user: actor ?? null }), ...(own ? [] : [authorOf({ user: head?.owner ?? null })])];
}

/** The runs that may be shown, in their order. */
export async function shownRuns<Run extends GivenRun>(
  runs: readonly Run[],
  place: Place,
  context: ToolContext,
): Promise<readonly Run[]> {
  const { lockdown } = context;
  if (!lockdown.on) return runs;
  const allowed = await Promise.all(
    runs.map(async (run) => (await lockdown.shown(context, place, writersOf(run), (one) => one)).length),
  );
  return runs.filter((run, index) => allowed[index] === writersOf(run).length);
}

/** @throws ToolError `forbidden` in lockdown, for a run that somebody without push access had a hand in */
export async function demandRun(run: GivenRun, place: Place, context: ToolContext): Promise<void> {
  if (!context.lockdown.on) return;
  for (const writer of writersOf(run)) await context.lockdown.demand(context, place, writer);
}

/** The same for a run of which only the id is known. */
export async function demandRunOf(
  run_id: number,
  { owner, repo }: Place,
  context: ToolContext,
): Promise<void> {
  if (!context.lockdown.on) return;
  const which = { owner, repo, run_id };
  const { data } = await context.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', which);
  await demandRun(data, which, context);
}
