import { shownName } from '../reading/names.ts';
import { demandPermitted } from '../reading/permitted.ts';
import { nameParts } from '../reading/records.ts';
import type { Repository } from '../repository/open-repository.ts';

/** Names that are looked at, bytes. */
const MAX_BYTES = 64 * 1024 * 1024;

/** What a command brings into the work tree; ids of objects, or ranges of them. */
export interface Brought {
  /** Commits whose files come whole. */
  readonly trees?: readonly string[];
  /** Commits whose changes come. */
  readonly changes?: readonly string[];
  /** Ranges of commits whose changes come. */
  readonly ranges?: readonly string[];
}

/**
 * Refuses to bring paths into the work tree that the caller's policy keeps back: what is there already is looked
 * at elsewhere.
 *
 * @throws ToolError `forbidden`
 */
export async function demandBrought(repository: Repository, brought: Brought): Promise<void> {
  if (!repository.constrained) return;
  const { trees = [], changes = [], ranges = [] } = brought;
  const commands = [
    ...trees.map((tree) => ['ls-tree', '-r', '-z', '--name-only', '--full-tree', tree]),
    ...changes.map((commit) => [
      'diff-tree',
      '-r',
      '-m',
      '--root',
      '-z',
      '--name-only',
      '--no-commit-id',
      commit,
    ]),
    ...ranges.map((range) => ['log', '-m', '-z', '--format=', '--name-only', '--no-renames', range, '--']),
  ];
  for (const command of commands) {
    const { stdout } = await repository.git(command, { maxBytes: MAX_BYTES });
    const names = nameParts(stdout).filter((name) => name !== '');
    demandPermitted(repository, [...new Set(names)].map(shownName));
  }
}
