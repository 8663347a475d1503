import { fail, ToolError } from '@portolan/runtime';
import * as z from 'zod';
import { resolveRevision } from '../reading/commits.ts';
import type { Repository } from '../repository/open-repository.ts';

/** Which stash, counted as list_stashes does. */
export const stashIndex = z.int().min(0).max(9_999).default(0);

/**
 * A stash, and its commit.
 *
 * @throws ToolError `not_found`
 */
export async function findStash(repository: Repository, index: number) {
  const name = `stash@{${index}}`;
  try {
    return { name, commit: await resolveRevision(repository, name) };
  } catch (error) {
    if (!(error instanceof ToolError) || error.code !== 'not_found') throw error;
    return fail('not_found', `index names no stash: ${index}.`, { next: 'Use list_stashes.' });
  }
}
