import { fail, ToolError } from '@portolan/runtime';
import type { Repository } from '../repository/open-repository.ts';
import { NO_REVISION } from '../running/known-failures.ts';

/** Arguments of tools that name a revision, in the order in which they are looked at. */
const revisions = [
  'base',
  'head',
  'target',
  'revision',
  'exclude',
  'ref',
  'base_branch',
  'contains',
  'not_contains',
  'expected',
  'branch_name',
];

/**
 * Passes an error on; one that says that a revision is not there says which argument named it.
 *
 * @param input of a tool; its revisions passed the grammar
 * @throws ToolError always
 */
export async function nameRevision(
  error: unknown,
  input: Readonly<Record<string, unknown>>,
  repository: Repository,
): Promise<never> {
  if (!(error instanceof ToolError) || error.message !== NO_REVISION) throw error;
  for (const argument of revisions) {
    const value = input[argument];
    if (typeof value !== 'string' || (await repository.objects.info(`${value}^{commit}`))) continue;
    fail('not_found', `${argument} names no commit of this repository: ${JSON.stringify(value)}.`, {
      next: error.next,
      ...(error.data && { data: error.data }),
    });
  }
  throw error;
}
