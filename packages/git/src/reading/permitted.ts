import { fail } from '@portolan/runtime';
import type { Repository } from '../repository/open-repository.ts';

type Permits = Pick<Repository, 'permits' | 'constrained'>;

interface Named {
  readonly path: string;
  readonly from?: string | undefined;
}

/** Without what the caller's policy keeps from them; a rename is kept back where either name is. */
export function permitted<Item extends Named>(repository: Permits, items: readonly Item[]): readonly Item[] {
  if (!repository.constrained) return items;
  return items.filter(
    ({ path, from }) => repository.permits(path) && (from === undefined || repository.permits(from)),
  );
}

/** As permitted; and without a file whose path was a folder of what is kept back, on the other side. */
export function permittedChanges<Item extends Named>(
  repository: Permits,
  items: readonly Item[],
): readonly Item[] {
  const allowed = permitted(repository, items);
  if (allowed.length === items.length) return items;
  const left = new Set(allowed);
  const kept = items.filter((item) => !left.has(item)).map(({ path }) => path);
  return allowed.filter(({ path }) => !kept.some((other) => other.startsWith(`${path}/`)));
}

/**
 * @param names paths that the call would read whole or change
 * @throws ToolError `forbidden` where the caller's policy keeps one of them back
 */
export function demandPermitted(repository: Permits, names: readonly string[]): void {
  if (!repository.constrained) return;
  const denied = names.filter((name) => !repository.permits(name)).length;
  if (denied === 0) return;
  fail('forbidden', `The policy keeps ${denied} of the paths that this call works on from this caller.`, {
    next: 'Name the paths that are allowed, where the tool takes paths.',
  });
}
