import * as z from 'zod';
import { resolveRevision } from '../reading/commits.ts';
import { repo_path } from '../reading/fields.ts';
import type { Repository } from '../repository/open-repository.ts';
import { checkRevision } from '../running/grammar.ts';
import type { Services } from '../services.ts';
import { identity } from './identity.ts';
import { keep_conflicts, runSequence } from './sequence.ts';

/** What cherry_pick and revert take. */
export const applyCommitInput = z.object({
  repo_path,
  revision: z.string(),
  mainline: z.int().min(1).max(99).optional().describe('For a merge: which parent counts as before it'),
  keep_conflicts,
});

/**
 * Puts the changes of one commit, or their reverse, onto the current branch.
 *
 * @throws ToolError as `runSequence` does
 */
export async function applyCommit(
  command: 'cherry-pick' | 'revert',
  { revision, mainline, keep_conflicts: keep }: z.output<typeof applyCommitInput>,
  repository: Repository,
  { settings }: Pick<Services, 'settings'>,
) {
  const commit = await resolveRevision(repository, checkRevision(revision));
  const edit = command === 'revert' ? ['--no-edit'] : [];
  const parent = mainline === undefined ? [] : ['-m', `${mainline}`];
  return runSequence(repository, {
    command,
    args: [...edit, ...parent, commit],
    brings: { changes: [commit] },
    keep,
    env: await identity(repository, settings),
  });
}
