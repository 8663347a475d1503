import * as z from 'zod';
import { Commit, pinnedRevision, readCommits, resolveRevision } from '../reading/commits.ts';
import { cursor, limit, nextCursor, repo_path, revision } from '../reading/fields.ts';
import { logFilterInput, logFilters } from '../reading/log-filters.ts';
import { pageOf, positionOf } from '../reading/page.ts';
import { checkPath, checkRevision } from '../running/grammar.ts';
import { defineGitTool } from './define-git-tool.ts';

/** Bytes of one body in a list. */
const BODY_BYTES = 1_000;

export const log = defineGitTool({
  name: 'log',
  title: 'Log',
  toolset: 'read',
  description:
    'Commits, newest first. Times as 2026-05-01 or "2 weeks ago"; author and message match literally; exclude: without what that revision has.',
  effect: 'read',
  input: z.object({
    repo_path,
    revision,
    exclude: z.string().optional(),
    max_count: limit(20, 500),
    path: z.string().optional(),
    ...logFilterInput,
    cursor,
  }),
  output: z.object({ commits: z.array(Commit), nextCursor }),
  run: async ({ revision, exclude, max_count, path, cursor, repo_path: _named, ...filters }, repository) => {
    const question = ['log', repository.top, revision, exclude, path, filters];
    const { skip, pin: pinned } = positionOf(question, cursor);
    const [pin = '', pinnedOut] = pinned.split(' ');
    const paths = path === undefined ? [] : [checkPath(repository.top, path) || '.'];
    const options = logFilters(filters);
    const left =
      exclude === undefined
        ? []
        : [await pinnedRevision(repository, pinnedOut ?? '', checkRevision(exclude, 'exclude'))];
    const filtered = paths.length + options.length + left.length > 0;
    // The first page pins where the walk begins, so that new commits shift no page. Unfiltered, that is the
    // first commit found.
    const asked = checkRevision(pin === '' ? revision : pin);
    const start = filtered && pin === '' ? await resolveRevision(repository, asked) : asked;
    const found = await readCommits(repository, [start, ...left.map((commit) => `^${commit}`)], {
      skip,
      count: max_count + 1,
      bodyBytes: BODY_BYTES,
      filters: options,
      paths,
    });
    const begun = filtered || pin !== '' ? start : (found[0]?.commit ?? start);
    const { items, ...next } = pageOf(found, {
      skip,
      pin: [begun, ...left].join(' '),
      question,
      limit: max_count,
    });
    return { commits: [...items], ...next };
  },
});
