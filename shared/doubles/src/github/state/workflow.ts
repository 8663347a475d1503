import type { Account } from './account.ts';
import type { CheckStatus, Conclusion } from './check.ts';
import { per } from './per.ts';
import type { Repo } from './repository.ts';
import type { World } from './world.ts';

export interface Workflow {
  readonly id: number;
  readonly name: string;
  /** `.github/workflows/ci.yml` */
  readonly path: string;
  /** Whether it can be started by hand; and the inputs it takes then. */
  readonly dispatch: boolean;
  readonly inputs: readonly string[];
  readonly createdAt: string;
}

export interface Step {
  readonly name: string;
  readonly conclusion: Conclusion | null;
}

export interface Job {
  readonly id: number;
  readonly name: string;
  readonly runId: number;
  readonly attempt: number;
  status: CheckStatus;
  conclusion: Conclusion | null;
  readonly steps: readonly Step[];
  readonly startedAt: string;
  completedAt: string | null;
  readonly labels: readonly string[];
  /** Made when it is downloaded; without one the log is gone. */
  readonly log: (() => Buffer) | undefined;
}

export interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly runId: number;
  /** A zip archive. */
  readonly content: Buffer;
  readonly expired: boolean;
  readonly createdAt: string;
}

export interface WorkflowRun {
  readonly id: number;
  readonly number: number;
  readonly workflow: Workflow;
  attempt: number;
  readonly title: string;
  readonly event: string;
  readonly branch: string;
  readonly sha: string;
  status: CheckStatus;
  conclusion: Conclusion | null;
  readonly actor: Account;
  readonly createdAt: string;
  updatedAt: string;
}

/** The Actions of a repository. */
export const actionsOf = per((_repo: Repo) => ({
  workflows: new Map<number, Workflow>(),
  runs: new Map<number, WorkflowRun>(),
  jobs: new Map<number, Job>(),
  artifacts: new Map<number, Artifact>(),
}));

export interface WorkflowSeed {
  readonly name?: string;
  readonly dispatch?: boolean;
  readonly inputs?: readonly string[];
}

export function makeWorkflow(world: World, repo: Repo, path: string, seed: WorkflowSeed = {}): Workflow {
  const workflow: Workflow = {
    id: world.nextId(),
    name: seed.name ?? path.replace(/^.*\//, '').replace(/\.ya?ml$/, ''),
    path,
    dispatch: seed.dispatch ?? true,
    inputs: seed.inputs ?? [],
    createdAt: world.clock.tick(),
  };
  actionsOf(repo).workflows.set(workflow.id, workflow);
  return workflow;
}

export interface JobSeed {
  readonly name: string;
  readonly conclusion?: Conclusion | null;
  readonly steps?: readonly Step[];
  readonly labels?: readonly string[];
  /** The log, or how to make it; none when it has expired. */
  readonly log?: string | (() => Buffer);
}

export interface RunSeed {
  readonly title?: string;
  readonly event?: string;
  readonly branch?: string;
  readonly conclusion?: Conclusion | null;
  readonly jobs?: readonly JobSeed[];
  /** Archives by name, as zip. */
  readonly artifacts?: Readonly<
    Record<string, Buffer | { readonly content: Buffer; readonly expired: boolean }>
  >;
}

/** Adds a run of a workflow with its jobs; without a conclusion it is in progress. */
export function makeRun(
  world: World,
  repo: Repo,
  workflow: Workflow,
  actor: Account,
  seed: RunSeed = {},
): WorkflowRun {
  const { runs, artifacts } = actionsOf(repo);
  const branch = seed.branch ?? repo.defaultBranch;
  const createdAt = world.clock.tick();
  const conclusion = seed.conclusion ?? null;
  const run: WorkflowRun = {
    id: world.nextId(),
    number: [...runs.values()].filter((one) => one.workflow === workflow).length + 1,
    workflow,
    attempt: 1,
    title: seed.title ?? workflow.name,
    event: seed.event ?? 'push',
    branch,
    sha: repo.git.resolve(branch) ?? '0'.repeat(40),
    status: conclusion === null ? 'in_progress' : 'completed',
    conclusion,
    actor,
    createdAt,
    updatedAt: createdAt,
  };
  runs.set(run.id, run);
  for (const job of seed.jobs ?? []) makeJob(world, repo, run, job);
  for (const [name, given] of Object.entries(seed.artifacts ?? {})) {
    const { content, expired } = Buffer.isBuffer(given) ? { content: given, expired: false } : given;
    const id = world.nextId();
    artifacts.set(id, { id, name, runId: run.id, content, expired, createdAt: world.clock.tick() });
  }
  return run;
}

export function makeJob(world: World, repo: Repo, run: WorkflowRun, seed: JobSeed): Job {
  const conclusion = seed.conclusion === undefined ? run.conclusion : seed.conclusion;
  const { log } = seed;
  const job: Job = {
    id: world.nextId(),
    name: seed.name,
    runId: run.id,
    attempt: run.attempt,
    status: conclusion === null ? 'in_progress' : 'completed',
    conclusion,
    steps: seed.steps ?? [],
    startedAt: world.clock.tick(),
    completedAt: conclusion === null ? null : world.clock.tick(),
    labels: seed.labels ?? ['ubuntu-latest'],
    log: typeof log === 'string' ? () => Buffer.from(log) : log,
  };
  actionsOf(repo).jobs.set(job.id, job);
  return job;
}
