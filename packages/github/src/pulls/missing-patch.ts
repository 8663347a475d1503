import { ToolError } from '@portolan/runtime';
import { path } from '../client/path.ts';
import { findInDiff } from '../diff/find-in-diff.ts';
import type { ToolContext } from '../services.ts';
import type { PullFile, WhichPull } from './pull-files.ts';

/** Bytes of the patch of one file that is read at most. */
const PATCH_BYTES = 2 * 1024 * 1024;

/**
 * The patch of a file that GitHub lists without one: because it is large, which the whole diff may still hold, or
 * because there are no lines to compare.
 *
 * @param search whether to look through the whole diff
 */
export async function missingPatch(
  file: PullFile,
  search: boolean,
  which: WhichPull,
  context: ToolContext,
): Promise<{ readonly patch: string } | { readonly patch?: never; readonly why: string }> {
  if (file.changes === 0) {
    return { why: file.status === 'renamed' ? 'renamed only' : 'binary, or only its mode changed' };
  }
  if (!search) return { why: 'too large for the list of files: ask for this path alone' };
  const found = await searchWholeDiff(file.filename, which, context);
  return found === undefined
    ? { why: 'too large for a diff on GitHub: compare the file at base and at headSha' }
    : { patch: found };
}

async function searchWholeDiff(name: string, which: WhichPull, { stream }: ToolContext) {
  const { owner, repo, pull_number } = which;
  try {
    return await stream(
      {
        path: path`/repos/${owner}/${repo}/pulls/${pull_number}`,
        accept: 'application/vnd.github.diff',
        timeoutMs: 60_000,
      },
      async (chunks) => (await findInDiff(chunks, name, PATCH_BYTES))?.patch,
    );
  } catch (error) {
    // GitHub answers 406 where the whole diff is over its limits.
    if (error instanceof ToolError && error.data?.status === 406) return undefined;
    throw error;
  }
}
