import * as z from 'zod';
import { loginOf } from '../people/author.ts';
import { lineOf, nameOf } from '../people/text.ts';
import { idOf } from '../schema/id.ts';
import { id } from '../schema/names.ts';

interface Starter {
  readonly id: number | bigint;
  readonly login: string;
}

/** What is read of a workflow run that GitHub gives. */
export interface GivenRun {
  readonly id: number | bigint;
  readonly name?: string | null;
  readonly display_title?: string;
  readonly status: string | null;
  readonly conclusion: string | null;
  readonly event: string;
  readonly head_branch: string | null;
  readonly head_sha: string;
  readonly run_attempt?: number;
  readonly actor?: Starter;
  readonly repository?: { readonly id: number | bigint };
  readonly head_repository?: { readonly id: number | bigint; readonly owner: Starter | null } | null;
  readonly created_at: string;
}

/** A workflow run in a list; what it ran for and who began it beside. */
export const RunRow = z.looseObject({ id, state: z.string() });

/** Events of which the title is that of a commit, or of the run itself; of others anybody can have written it. */
const ownTitle = new Set(['push', 'schedule', 'workflow_dispatch', 'repository_dispatch']);

/** @param words whether words of people may be shown whoever they are by */
export const runRow = (run: GivenRun, words = true) => ({
  id: idOf(run.id),
  workflow: lineOf(run.name),
  ...(run.display_title && (words || ownTitle.has(run.event)) && { title: lineOf(run.display_title) }),
  state: stateOf(run),
  event: run.event,
  ...(run.head_branch && { branch: nameOf(run.head_branch) }),
  sha: run.head_sha,
  ...(run.run_attempt !== undefined && run.run_attempt > 1 && { attempt: run.run_attempt }),
  actor: loginOf(run.actor),
  created: run.created_at,
});

/** How it ended, or how far it is. */
export const stateOf = ({ status, conclusion }: { status: string | null; conclusion: string | null }) =>
  conclusion ?? status ?? 'unknown';
