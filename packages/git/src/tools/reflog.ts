import * as z from 'zod';
import { cutText } from '../reading/cut-text.ts';
import { cursor, limit, nextCursor, repo_path } from '../reading/fields.ts';
import { pageOf, positionOf } from '../reading/page.ts';
import { readReflog } from '../reading/reflog.ts';
import { checkRevision } from '../running/grammar.ts';
import { defineGitTool } from './define-git-tool.ts';

export const reflog = defineGitTool({
  name: 'reflog',
  title: 'Reflog',
  toolset: 'history',
  description: 'Where HEAD or a branch pointed before, newest first: what to go back to after a mistake.',
  effect: 'read',
  input: z.object({ repo_path, ref: z.string().default('HEAD'), max_count: limit(50, 500), cursor }),
  output: z.object({
    entries: z.array(
      z.object({ commit: z.string(), selector: z.string(), action: z.string(), date: z.string() }),
    ),
    nextCursor,
  }),
  run: async ({ ref, max_count, cursor }, repository) => {
    const question = ['reflog', repository.top, ref];
    const position = positionOf(question, cursor);
    const entries = await readReflog(repository, checkRevision(ref, 'ref'), position.skip, max_count + 1);
    const shown = entries.map((entry) => ({ ...entry, action: cutText(entry.action, 400) }));
    const { items, ...next } = pageOf(shown, { ...position, question, limit: max_count });
    return { entries: [...items], ...next };
  },
});
