import type { Account } from './account.ts';
import { per } from './per.ts';
import type { Repo } from './repository.ts';
import type { World } from './world.ts';

export type CheckStatus = 'queued' | 'in_progress' | 'completed';
export type Conclusion =
  | 'success'
  | 'failure'
  | 'neutral'
  | 'cancelled'
  | 'skipped'
  | 'timed_out'
  | 'action_required';

export interface Annotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly message: string;
  readonly title?: string;
}

export interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly sha: string;
  status: CheckStatus;
  conclusion: Conclusion | null;
  readonly startedAt: string;
  completedAt: string | null;
  title: string | null;
  summary: string | null;
  readonly text: string | null;
  readonly annotations: readonly Annotation[];
  readonly detailsUrl: string | null;
}

export interface CommitStatus {
  readonly id: number;
  readonly sha: string;
  readonly state: 'error' | 'failure' | 'pending' | 'success';
  readonly context: string;
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creator: Account;
  readonly createdAt: string;
}

/** The check runs and statuses of a repository. */
export const checksOf = per((_repo: Repo) => ({
  runs: new Map<number, CheckRun>(),
  statuses: new Map<number, CommitStatus>(),
}));

export type CheckSeed = Partial<Omit<CheckRun, 'id' | 'sha'>> & { readonly name: string };

/** Adds a check run; without a conclusion it is in progress. */
export function makeCheckRun(world: World, repo: Repo, sha: string, seed: CheckSeed): CheckRun {
  const startedAt = world.clock.tick();
  const conclusion = seed.conclusion ?? null;
  const run: CheckRun = {
    id: world.nextId(),
    sha,
    status: conclusion === null ? 'in_progress' : 'completed',
    startedAt,
    completedAt: conclusion === null ? null : world.clock.tick(),
    title: null,
    summary: null,
    text: null,
    annotations: [],
    detailsUrl: null,
    ...seed,
    conclusion,
  };
  checksOf(repo).runs.set(run.id, run);
  return run;
}

export type StatusSeed = Partial<Omit<CommitStatus, 'id' | 'sha' | 'creator' | 'createdAt'>> & {
  readonly state: CommitStatus['state'];
};

export function makeStatus(
  world: World,
  repo: Repo,
  sha: string,
  seed: StatusSeed,
  creator: Account,
): CommitStatus {
  const status: CommitStatus = {
    context: 'default',
    description: null,
    targetUrl: null,
    ...seed,
    id: world.nextId(),
    sha,
    creator,
    createdAt: world.clock.tick(),
  };
  checksOf(repo).statuses.set(status.id, status);
  return status;
}
