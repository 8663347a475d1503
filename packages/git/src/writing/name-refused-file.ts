import { fail, ToolError } from '@portolan/runtime';
import { shownName } from '../reading/names.ts';

/**
 * Passes an error of staging on; where git's words name one of the files of the call, its sentence names it too.
 *
 * @param paths of `files` that passed the grammar
 * @throws ToolError always, when the error is one
 */
export function nameRefusedFile(error: unknown, paths: readonly string[]): never {
  if (!(error instanceof ToolError) || typeof error.data?.git !== 'string') throw error;
  const { code, next, data } = error;
  const words = error.data.git;
  const named = paths.find((path) => words.includes(`pathspec '${path}' did not match`));
  const ignored = paths.find((path) => words.split('\n').includes(path));
  if (code === 'not_found' && named !== undefined) {
    fail(code, `files names what is not there: ${JSON.stringify(shownName(named))}. Nothing was staged.`, {
      next,
      data,
    });
  }
  if (code === 'conflict' && ignored !== undefined) {
    const name = JSON.stringify(shownName(ignored));
    fail(code, `files names what the repository ignores: ${name}. Nothing was staged.`, { next, data });
  }
  throw error;
}
