import type { Pull } from '../../state/pull.ts';
import type { Repo } from '../../state/repository.ts';

/** Why a pull request to a protected branch may not be merged yet: it needs an approval. */
export function mergeGates(repo: Repo, pull: Pull): string | undefined {
  if (!repo.protectedBranches.has(pull.base)) return undefined;
  const verdicts = new Map(
    pull.reviews
      .filter(({ state }) => state === 'APPROVED' || state === 'CHANGES_REQUESTED')
      .map(({ author, state }) => [author, state] as const),
  );
  if ([...verdicts.values()].includes('CHANGES_REQUESTED')) return 'Changes have been requested.';
  if ([...verdicts.values()].includes('APPROVED')) return undefined;
  return 'At least 1 approving review is required by reviewers with write access.';
}
