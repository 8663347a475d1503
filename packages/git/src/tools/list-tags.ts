import * as z from 'zod';
import { cursor, nextCursor, repo_path } from '../reading/fields.ts';
import { pageOf, positionOf } from '../reading/page.ts';
import { readRefs } from '../reading/refs.ts';
import { defineGitTool } from './define-git-tool.ts';

const MAX_REFS = 100;

export const listTags = defineGitTool({
  name: 'list_tags',
  title: 'List tags',
  toolset: 'history',
  description: 'Tags with their commit, date and the first line of their message, newest first.',
  effect: 'read',
  input: z.object({ repo_path, cursor }),
  output: z.object({
    tags: z.array(z.object({ name: z.string(), commit: z.string(), date: z.string(), subject: z.string() })),
    nextCursor,
  }),
  run: async ({ cursor }, repository) => {
    const question = ['list_tags', repository.top];
    const position = positionOf(question, cursor);
    const refs = await readRefs(repository, {
      prefixes: ['refs/tags/'],
      count: position.skip + MAX_REFS + 1,
    });
    const { items, ...next } = pageOf(refs.slice(position.skip), { ...position, question, limit: MAX_REFS });
    return { tags: [...items], ...next };
  },
});
