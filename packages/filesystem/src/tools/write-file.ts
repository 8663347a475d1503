import { text } from '@portolan/runtime';
import * as z from 'zod';
import { defineFileTool } from './define-file-tool.ts';
import { content, ifMatch, written } from './fields.ts';

export const writeFile = defineFileTool({
  name: 'write_file',
  title: 'Write File',
  toolset: 'files',
  description: 'Create a file or replace its content, at once or not at all. The folder must exist.',
  effect: 'write',
  destructive: true,
  idempotent: true,
  input: z.object({
    path: z.string(),
    content: z.string(),
    ifMatch,
    createOnly: z.boolean().optional(),
  }),
  output: z.object({ content, ...written, created: z.boolean() }),
  paths: ({ path }) => [path],
  render: ({ content }) => [text(content)],
  run: async ({ path, content, ifMatch, createOnly }, files) => {
    const { hash, size, created } = await files.write(path, content, { ifMatch, createOnly });
    return { content: `Successfully wrote to ${path}`, hash, size, created };
  },
});
