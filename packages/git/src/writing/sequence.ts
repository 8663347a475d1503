import { fail, fitting } from '@portolan/runtime';
import * as z from 'zod';
import { resolveRevision } from '../reading/commits.ts';
import { conflictsIn, readStatus } from '../reading/status.ts';
import type { Repository } from '../repository/open-repository.ts';
import { explain } from '../running/explain.ts';
import { type Brought, demandBrought } from './demand-brought.ts';
import { demandClean, guardWorkTree } from './guard-work-tree.ts';

/** What merge, rebase, cherry_pick and revert answer. */
export const sequenceOutput = z.object({
  done: z.boolean(),
  commit: z.string(),
  /** The first of the paths in conflict, and how many there are. */
  conflicts: z.array(z.string()),
  totalConflicts: z.number(),
  /** Whether the operation is left in progress for its conflicts to be resolved. */
  inProgress: z.boolean(),
});

export const keep_conflicts = z
  .boolean()
  .default(false)
  .describe(
    'Leave conflicts in the files, for resolve_conflict or add, then continue_operation; else nothing is changed',
  );

interface Sequence {
  /** The git command. */
  readonly command: 'merge' | 'rebase' | 'cherry-pick' | 'revert' | 'am';
  readonly args: readonly string[];
  readonly brings: Brought;
  readonly keep: boolean;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Runs a command that may end in conflicts; then it is undone unless they are wanted.
 *
 * @throws ToolError `conflict` when uncommitted changes are in the way
 */
export async function runSequence(repository: Repository, { command, args, brings, keep, env }: Sequence) {
  await guardWorkTree(repository);
  await demandBrought(repository, brings);
  await demandClean(repository);
  const result = await repository.git([command, ...args], { writes: true, env, accept: [1, 128] });
  if (result.code === 0) return answer(repository, { done: true, conflicts: [], inProgress: false });
  const status = await readStatus(repository, false);
  const conflicts = conflictsIn(status);
  if (conflicts.length > 0 && keep) return answer(repository, { done: false, conflicts, inProgress: true });
  if (status.operation !== undefined) await repository.git([command, '--abort'], { writes: true, env });
  if (conflicts.length === 0) explain(result, command);
  return answer(repository, { done: false, conflicts, inProgress: false });
}

async function answer(
  repository: Repository,
  {
    conflicts,
    ...rest
  }: Omit<z.output<typeof sequenceOutput>, 'commit' | 'conflicts' | 'totalConflicts'> & {
    readonly conflicts: readonly string[];
  },
) {
  const commit = await resolveRevision(repository, 'HEAD');
  return { ...rest, conflicts: [...fitting(conflicts)], totalConflicts: conflicts.length, commit };
}

const commands: Readonly<Record<string, Sequence['command']>> = {
  merge: 'merge',
  rebase: 'rebase',
  cherry_pick: 'cherry-pick',
  revert: 'revert',
  am: 'am',
};

/** The command of the operation in progress. */
export function commandInProgress(operation: string | undefined): Sequence['command'] {
  const command = commands[operation ?? ''];
  return (
    command ??
    fail('conflict', 'No merge, rebase, cherry_pick, revert or am is in progress.', {
      next: 'Look at status.',
    })
  );
}
