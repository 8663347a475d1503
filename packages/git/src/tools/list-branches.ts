import * as z from 'zod';
import { cursor, nextCursor, repo_path } from '../reading/fields.ts';
import { readRefPage } from '../reading/ref-page.ts';
import { checkRevision } from '../running/grammar.ts';
import { defineGitTool } from './define-git-tool.ts';

const prefixes = {
  local: ['refs/heads/'],
  remote: ['refs/remotes/'],
  all: ['refs/heads/', 'refs/remotes/'],
} as const;

export const listBranches = defineGitTool({
  name: 'list_branches',
  title: 'List branches',
  toolset: 'read',
  description: 'Branches, newest first; filtered by a commit they contain or not.',
  effect: 'read',
  input: z.object({
    repo_path,
    branch_type: z.enum(['local', 'remote', 'all']).default('local'),
    contains: z.string().optional(),
    not_contains: z.string().optional(),
    cursor,
  }),
  output: z.object({
    branches: z.array(
      z.object({
        name: z.string(),
        commit: z.string(),
        date: z.string(),
        subject: z.string(),
        upstream: z.string().optional(),
        track: z.string().optional(),
        current: z.boolean().optional(),
      }),
    ),
    nextCursor,
  }),
  run: async ({ branch_type, contains, not_contains, cursor }, repository) => {
    const question = ['list_branches', repository.top, branch_type, contains, not_contains];
    const filters = [
      ...(contains === undefined ? [] : [`--contains=${checkRevision(contains, 'contains')}`]),
      ...(not_contains === undefined ? [] : [`--no-contains=${checkRevision(not_contains, 'not_contains')}`]),
    ];
    const asked = { question, cursor, prefixes: prefixes[branch_type], filters };
    const { refs, ...next } = await readRefPage(repository, asked);
    return { branches: refs.map(({ ref: _ref, seconds: _seconds, ...branch }) => branch), ...next };
  },
});
