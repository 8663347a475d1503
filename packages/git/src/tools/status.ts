import * as z from 'zod';
import { cursor, nextCursor, repo_path } from '../reading/fields.ts';
import { pageOf, positionOf } from '../reading/page.ts';
import { permitted } from '../reading/permitted.ts';
import { conflictsIn, readStatus } from '../reading/status.ts';
import { defineGitTool } from './define-git-tool.ts';

/** Entries of one page. */
const MAX_ENTRIES = 1_000;

export const status = defineGitTool({
  name: 'status',
  title: 'Status',
  toolset: 'read',
  description: 'Branch and changed files. state: two letters, index then work tree; ?? is untracked.',
  effect: 'read',
  input: z.object({ repo_path, cursor }),
  output: z.object({
    branch: z.string().optional(),
    commit: z.string().optional(),
    upstream: z.string().optional(),
    ahead: z.number().optional(),
    behind: z.number().optional(),
    operation: z.string().optional(),
    conflicts: z.number(),
    total: z.number(),
    entries: z.array(z.object({ path: z.string(), state: z.string(), from: z.string().optional() })),
    nextCursor,
  }),
  run: async ({ cursor }, repository) => {
    const question = ['status', repository.top];
    const position = positionOf(question, cursor);
    const { entries: all, ...rest } = await readStatus(repository);
    const entries = permitted(repository, all);
    const page = pageOf(entries.slice(position.skip), { ...position, question, limit: MAX_ENTRIES });
    return {
      ...rest,
      conflicts: conflictsIn({ entries }).length,
      total: entries.length,
      entries: [...page.items],
      ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }),
    };
  },
});
