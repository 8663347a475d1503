import { fitting, PAYLOAD_BYTES } from '@portolan/runtime';
import * as z from 'zod';
import { hasNext } from '../answers/page.ts';
import { bodyText, lineOf, nameOf } from '../people/text.ts';
import { idOf } from '../schema/id.ts';
import type { ToolContext } from '../services.ts';

/** One check of a commit: a check run, or a status set by an older service. */
export const Check = z.looseObject({ name: z.string(), state: z.string(), id: z.int().optional() });

export type Check = {
  readonly name: string;
  readonly state: string;
  readonly id?: number;
  readonly app?: string;
  readonly detail?: string;
  readonly annotations?: readonly {
    readonly path: string;
    readonly line: number;
    readonly level: string;
    readonly message: string;
  }[];
};

export interface Checks {
  /** `failure` before `pending` before `success`; `none` where there is no check. */
  readonly state: 'failure' | 'pending' | 'success' | 'none';
  readonly failed: number;
  readonly pending: number;
  readonly passed: number;
  readonly checks: Check[];
  readonly truncated?: true;
}

interface Commit {
  readonly owner: string;
  readonly repo: string;
  readonly ref: string;
}

/** Pages of 100 check runs that are read. */
const RUN_PAGES = 10;
/** Failed runs whose annotations are read, and how many of each. */
const ANNOTATED = 10;
const ANNOTATIONS = 20;

const good = new Set(['success', 'neutral', 'skipped']);

/**
 * Statuses and check runs of a commit in one, those that failed first.
 *
 * @param annotations whether those that failed come with what they say of lines
 */
export async function readChecks(
  commit: Commit,
  context: ToolContext,
  { annotations }: { readonly annotations: boolean },
): Promise<Checks> {
  const [statuses, runs] = await Promise.all([readStatuses(commit, context), readRuns(commit, context)]);
  const all = [...statuses.checks, ...runs.checks].sort((a, b) => rank(a) - rank(b));
  const count = (of: number) => all.filter((check) => rank(check) === of).length;
  const [failed, pending, passed] = [count(0), count(1), count(2)];
  const annotated = await Promise.all(
    all.map((check, index) =>
      annotations && rank(check) === 0 && index < ANNOTATED ? annotate(check, commit, context) : check,
    ),
  );
  const checks = fitting(annotated, PAYLOAD_BYTES);
  const cut = checks.length < all.length || statuses.more || runs.more;
  return {
    state: failed > 0 ? 'failure' : pending > 0 ? 'pending' : passed > 0 ? 'success' : 'none',
    failed,
    pending,
    passed,
    checks: [...checks],
    ...(cut && { truncated: true }),
  };
}

/** What failed comes first, then what is not done. */
function rank({ state }: Check): 0 | 1 | 2 {
  if (good.has(state)) return 2;
  return ['pending', 'queued', 'in_progress', 'waiting', 'requested', 'expected'].includes(state) ? 1 : 0;
}

async function readStatuses(commit: Commit, { request }: ToolContext) {
  const { data, headers } = await request('GET /repos/{owner}/{repo}/commits/{ref}/status', {
    ...commit,
    per_page: 100,
  });
  const checks = data.statuses.map(
    ({ context, state, description }): Check => ({
      name: lineOf(context),
      state,
      ...(description && { detail: lineOf(description) }),
    }),
  );
  return { checks, more: hasNext(headers) };
}

async function readRuns(commit: Commit, { request }: ToolContext) {
  const checks: Check[] = [];
  for (let page = 1; ; page += 1) {
    const { data, headers } = await request('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
      ...commit,
      filter: 'latest',
      per_page: 100,
      page,
    });
    checks.push(
      ...data.check_runs.map(
        (run): Check => ({
          name: lineOf(run.name),
          state: run.status === 'completed' ? (run.conclusion ?? 'failure') : run.status,
          id: idOf(run.id),
          ...(run.app && { app: lineOf(run.app.slug) }),
          ...(run.output.title && { detail: lineOf(run.output.title) }),
        }),
      ),
    );
    const more = hasNext(headers);
    if (!more || page === RUN_PAGES) return { checks, more };
  }
}

async function annotate(check: Check, { owner, repo }: Commit, { request }: ToolContext): Promise<Check> {
  if (check.id === undefined) return check;
  const { data } = await request('GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations', {
    owner,
    repo,
    check_run_id: check.id,
    per_page: ANNOTATIONS,
  });
  const annotations = data.map(({ path, start_line, annotation_level, message }) => ({
    path: nameOf(path),
    line: start_line,
    level: annotation_level ?? 'failure',
    message: bodyText(message, 500).body,
  }));
  return annotations.length > 0 ? { ...check, annotations } : check;
}
