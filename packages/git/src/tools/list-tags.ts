import * as z from 'zod';
import { cursor, nextCursor, repo_path } from '../reading/fields.ts';
import { readRefPage } from '../reading/ref-page.ts';
import { defineGitTool } from './define-git-tool.ts';

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
    const { refs, ...next } = await readRefPage(repository, { question, cursor, prefixes: ['refs/tags/'] });
    return { tags: refs.map(({ ref: _ref, seconds: _seconds, ...tag }) => tag), ...next };
  },
});
