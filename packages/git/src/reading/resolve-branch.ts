import { fail, ToolError } from '@portolan/runtime';
import type { Repository } from '../repository/open-repository.ts';
import { resolveRevision } from './commits.ts';

/**
 * The commit a local branch is at.
 *
 * @param branch that passed the grammar
 * @throws ToolError `not_found`
 */
export async function resolveBranch(repository: Repository, branch: string): Promise<string> {
  try {
    return await resolveRevision(repository, `refs/heads/${branch}`);
  } catch (error) {
    if (!(error instanceof ToolError) || error.code !== 'not_found') throw error;
    return fail('not_found', `branch_name names no local branch: ${JSON.stringify(branch)}.`, {
      next: 'Use list_branches. A remote branch becomes a local one by create_branch, with it as base_branch.',
    });
  }
}
