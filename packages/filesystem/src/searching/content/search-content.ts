import { fail } from '@portolan/runtime';
import { anywhere } from '../find-files.ts';
import type { Scope } from '../scope.ts';
import { walkLimits } from '../search-files.ts';
import { createSelection } from '../selection.ts';
import { candidatesOf } from './candidates.ts';
import { ContentSearch } from './content-search.ts';
import type { ContentOptions, ContentResult } from './content-types.ts';
import { createLineMatcher, UncompilableExpression } from './line-matcher.ts';
import { literalPattern, parsePattern } from './parse-pattern.ts';
import { readResume } from './resume.ts';

export type { ContentOptions, ContentResult } from './content-types.ts';

/** Most searches are over before. From then on ripgrep has the processors to itself, where a search was long before at once. */
const defaultHeadStartMs = 4;

/**
 * Finds lines in the text files below a folder. Binary files, links and everything that is no regular
 * file are left out; masked files and files with outside names show nothing.
 *
 * @throws ToolError `invalid_arguments` for a bad pattern, glob or cursor; the signal's reason when aborted
 */
export async function searchContent(scope: Scope, options: ContentOptions): Promise<ContentResult> {
  try {
    return await search(scope, options);
  } catch (error) {
    if (error instanceof UncompilableExpression) fail('invalid_arguments', error.message, { cause: error });
    throw error;
  }
}

async function search(scope: Scope, options: ContentOptions): Promise<ContentResult> {
  const { pattern, regex, ignoreCase = false, include, exclude, gitignore, context } = options;
  const question = [
    'search_content',
    scope.real,
    pattern,
    regex,
    ignoreCase,
    include,
    exclude,
    gitignore,
    context,
  ];
  const parsed = regex === true ? parsePattern(pattern, ignoreCase) : literalPattern(pattern, ignoreCase);
  const resume = readResume(question, options.cursor);
  const selection = await createSelection(scope, {
    excludePatterns: (exclude ?? []).map(anywhere),
    gitignore,
  });
  const headStartMs = options.ripgrepAfterMs ?? defaultHeadStartMs;
  await using candidates =
    headStartMs === Number.POSITIVE_INFINITY ? undefined : candidatesOf(scope.real, parsed, options);
  const choosesAtOnce = options.ripgrepAfterMs === undefined && candidates?.isWorthwhile === true;
  if (choosesAtOnce) candidates.begin();
  const waitFrom = choosesAtOnce ? 0 : performance.now() + headStartMs;
  const matcher = await createLineMatcher(parsed);
  using running = new ContentSearch({
    scope,
    options,
    pattern: parsed,
    matcher,
    selection,
    candidates,
    waitFrom,
    resume,
  });
  await running.run({ ...walkLimits(options, resume?.position), includesAfter: true });
  return running.result(question);
}
