import { fail, fitting } from '@portolan/runtime';
import * as z from 'zod';
import { repo_path } from '../reading/fields.ts';
import { shownName } from '../reading/names.ts';
import { demandPermitted } from '../reading/permitted.ts';
import { readSides, sides } from '../reading/sides.ts';
import { operationOf } from '../reading/status.ts';
import { readUnmerged, type Unmerged } from '../reading/unmerged.ts';
import type { Repository } from '../repository/open-repository.ts';
import { checkPath, checkPaths } from '../running/grammar.ts';
import { keepConflicts } from '../writing/backup.ts';
import { guardWorkTree } from '../writing/guard-work-tree.ts';
import { preview } from '../writing/loss.ts';
import { applyResolutions, planResolutions } from '../writing/resolve-conflict.ts';
import { defineGitTool } from './define-git-tool.ts';

export const resolveConflict = defineGitTool({
  name: 'resolve_conflict',
  title: 'Resolve conflict',
  toolset: 'write',
  description:
    'Take one side of files in conflict, whole, and stage it; a file which that side deleted is removed. ours is HEAD, theirs the commit brought in; so in a rebase ours is the branch rebased onto, and theirs your own commit. By default only says what changes; what the files hold now and every side stay under the backup ref. To keep parts of both, edit the file and use add.',
  effect: 'destroy',
  input: z.object({
    repo_path,
    files: z.array(z.string()).default([]).describe('Exact paths, no folders'),
    all: z.boolean().default(false).describe('In place of files: all in conflict'),
    side: z.enum(['ours', 'theirs']),
    preview,
  }),
  output: sides.extend({
    done: z.boolean(),
    files: z.array(z.object({ path: z.string(), result: z.enum(['written', 'removed']) })),
    totalFiles: z.number(),
    /** Paths that are in conflict after it; the first of them, and how many. */
    conflicts: z.array(z.string()),
    totalConflicts: z.number(),
    backup: z.string().optional(),
    next: z.string(),
  }),
  confirmation: ({ files, all, side, preview }) =>
    preview
      ? undefined
      : `Take ${side} of ${all ? 'all files in conflict' : `${files.length} files`}? What they hold now is kept under a backup ref.`,
  run: async ({ files, all, side, preview }, repository) => {
    if (all === files.length > 0) {
      fail('invalid_arguments', 'Either files or all is needed.', {
        next: 'Name files, or pass all as true.',
      });
    }
    const paths = checkPaths(repository.top, files, 'files', true);
    await guardWorkTree(repository, []);
    const unmerged = await readUnmerged(repository);
    const chosen = all ? everyConflict(repository, unmerged) : namedConflicts(unmerged, paths);
    demandPermitted(
      repository,
      chosen.map(({ path }) => shownName(path)),
    );
    const resolutions = planResolutions(repository, chosen, side);
    const operation = operationOf(repository.gitDir);
    const which = await readSides(repository, operation);
    const backup = preview ? undefined : await keepConflicts(repository, chosen);
    if (!preview) await applyResolutions(repository, resolutions, side);
    const left = (preview ? unmerged : await readUnmerged(repository)).map(({ path }) => shownName(path));
    const shown = left.filter(repository.permits);
    const results = resolutions.map(({ path, stage }) => {
      const result: 'written' | 'removed' = stage === undefined ? 'removed' : 'written';
      return { path: shownName(path), result };
    });
    return {
      ...which,
      done: !preview,
      files: [...fitting(results, ROOM)],
      totalFiles: results.length,
      conflicts: [...fitting(shown, ROOM)],
      totalConflicts: shown.length,
      ...(backup !== undefined && { backup }),
      next: preview ? 'Call again with preview false.' : nextOf(left.length, operation),
    };
  },
});

/** Bytes of each of the two lists, which share the room of one answer. */
const ROOM = 12 * 1024;

const operations = new Set(['merge', 'rebase', 'cherry_pick', 'revert', 'am']);

function nextOf(left: number, operation: string | undefined): string {
  if (left > 0) return 'Resolve the other conflicts, here or by editing the files and add.';
  return operations.has(operation ?? '')
    ? 'Look at diff, then continue_operation.'
    : 'Look at diff, then commit.';
}

/** Names come from the index, which a repository that was unpacked may bring along: they are held to the grammar. */
function everyConflict({ top }: Repository, unmerged: readonly Unmerged[]): readonly Unmerged[] {
  if (unmerged.length === 0) fail('conflict', 'No file is in conflict.', { next: 'Look at status.' });
  for (const { path } of unmerged) checkPath(top, shownName(path), 'A path in conflict', true);
  return unmerged;
}

/** @throws ToolError `conflict` unless every one of the paths is in conflict */
function namedConflicts(unmerged: readonly Unmerged[], paths: readonly string[]): readonly Unmerged[] {
  const known = new Map(unmerged.map((entry) => [entry.path, entry]));
  const others = [...new Set(paths)].filter((path) => !known.has(path)).map(shownName);
  if (others.length > 0) {
    fail('conflict', `${others.length} of files are not in conflict. Nothing was changed.`, {
      next: 'Name files that status shows in conflict, each by its exact path.',
      data: { files: [...fitting(others, ROOM)] },
    });
  }
  return [...new Set(paths)].flatMap((path) => known.get(path) ?? []);
}
