import * as z from 'zod';
import type { Call } from '../../http/call.ts';
import { counted, paged } from '../../http/paging.ts';
import { created, json, notFound, Refusal } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { repoHtml, repoUrl } from '../../render/repository.ts';
import { type CheckRun, checksOf, makeCheckRun } from '../../state/check.ts';
import { nodeId } from '../../state/world.ts';

function runJson(call: Call, run: CheckRun) {
  const url = `${repoUrl(call, call.repo)}/check-runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('CR', run.id),
    head_sha: run.sha,
    external_id: '',
    url,
    html_url: `${repoHtml(call, call.repo)}/runs/${run.id}`,
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: 1 },
    app: null,
    pull_requests: [],
  };
}

/** The commit a ref names. @throws Refusal 422 when there is none */
export function commitOfRef(call: Call): string {
  const sha = call.repo.git.resolve(call.param('ref'));
  if (sha === undefined) throw new Refusal(422, `No commit found for SHA: ${call.param('ref')}`);
  return sha;
}

function runOf(call: Call): CheckRun {
  const run = checksOf(call.repo).runs.get(call.number('check_run_id'));
  if (!run) throw notFound();
  return run;
}

/** Of runs with one name only the last, unless all are asked for. */
function filtered(call: Call, runs: readonly CheckRun[]): readonly CheckRun[] {
  const { query } = call;
  const wanted = runs.filter(
    (run) =>
      (query.get('check_name') ?? run.name) === run.name &&
      (query.get('status') ?? run.status) === run.status,
  );
  if (query.get('filter') === 'all') return wanted;
  return [...new Map(wanted.map((run) => [run.name, run])).values()];
}

const conclusion = z.enum([
  'success',
  'failure',
  'neutral',
  'cancelled',
  'skipped',
  'timed_out',
  'action_required',
]);
const createBody = z.object({
  name: z.string(),
  head_sha: z.string(),
  status: z.enum(['queued', 'in_progress', 'completed']).optional(),
  conclusion: conclusion.optional(),
  output: z
    .object({ title: z.string().optional(), summary: z.string(), text: z.string().optional() })
    .optional(),
  details_url: z.string().optional(),
});

const RUNS = '/repos/{owner}/{repo}/check-runs';

export const checkRunRoutes: readonly Route[] = [
  route(
    'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
    (call) => {
      const sha = commitOfRef(call);
      const runs = [...checksOf(call.repo).runs.values()].filter((run) => run.sha === sha);
      return counted(call, 'check_runs', filtered(call, runs), (run) => runJson(call, run));
    },
    { permission: 'checks=read' },
  ),
  route(`GET ${RUNS}/{check_run_id}`, (call) => json(runJson(call, runOf(call)))),
  route(`GET ${RUNS}/{check_run_id}/annotations`, (call) => {
    const run = runOf(call);
    return paged(call, run.annotations, (one) => ({
      path: one.path,
      blob_href: `${repoHtml(call, call.repo)}/blob/${run.sha}/${encodeURIComponent(one.path)}`,
      start_line: one.startLine,
      end_line: one.endLine,
      start_column: null,
      end_column: null,
      annotation_level: one.level,
      title: one.title ?? null,
      message: one.message,
      raw_details: null,
    }));
  }),
  route(`POST ${RUNS}`, (call) => {
    if (call.credential?.kind !== 'installation') {
      throw new Refusal(403, 'You must authenticate via a GitHub App.');
    }
    const { name, head_sha, status, conclusion: ended, output, details_url } = call.body(createBody);
    if (call.repo.git.typeOf(head_sha) !== 'commit')
      throw new Refusal(422, `No commit found for SHA: ${head_sha}`);
    const run = makeCheckRun(call.world, call.repo, head_sha, {
      name,
      ...(status && { status }),
      ...(ended && { conclusion: ended, status: 'completed' }),
      title: output?.title ?? null,
      summary: output?.summary ?? null,
      text: output?.text ?? null,
      detailsUrl: details_url ?? null,
    });
    return created(runJson(call, run));
  }),
];
