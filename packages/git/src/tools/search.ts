import * as z from 'zod';
import { ShortCommit } from '../reading/commits.ts';
import { cursor, nextCursor, repo_path, revision } from '../reading/fields.ts';
import { searchCommits, searchContent } from '../reading/search.ts';
import { checkPath, checkRevision, checkText } from '../running/grammar.ts';
import { defineGitTool } from './define-git-tool.ts';

/** Matches or commits of one page. */
const MAX_FOUND = 100;

export const search = defineGitTool({
  name: 'search',
  title: 'Search',
  toolset: 'read',
  description:
    'Find text in the files at a revision, or commits whose changes or message hold it. regex: POSIX extended.',
  effect: 'read',
  input: z.object({
    repo_path,
    pattern: z.string().min(1),
    in: z.enum(['content', 'changes', 'message']).default('content'),
    revision,
    path: z.string().optional(),
    regex: z.boolean().default(false),
    ignore_case: z.boolean().default(false),
    cursor,
  }),
  output: z.object({
    matches: z.array(z.object({ path: z.string(), line: z.number(), text: z.string() })).optional(),
    commits: z.array(ShortCommit).optional(),
    nextCursor,
  }),
  run: async ({ repo_path: _named, in: where, cursor, ...asked }, repository) => {
    const what = {
      ...asked,
      where,
      pattern: checkText(asked.pattern, 'pattern'),
      revision: checkRevision(asked.revision),
      paths: asked.path === undefined ? [] : [checkPath(repository.top, asked.path) || '.'],
    };
    const question = ['search', repository.top, what];
    return where === 'content'
      ? searchContent(repository, what, { question, cursor, limit: MAX_FOUND })
      : searchCommits(repository, { ...what, where }, { question, cursor, limit: MAX_FOUND });
  },
});
