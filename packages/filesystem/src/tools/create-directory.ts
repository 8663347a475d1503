import { text } from '@portolan/runtime';
import * as z from 'zod';
import { defineFileTool } from './define-file-tool.ts';
import { content } from './fields.ts';

export const createDirectory = defineFileTool({
  name: 'create_directory',
  title: 'Create Directory',
  toolset: 'files',
  description: 'Create a folder and its missing parents; one that exists is fine.',
  effect: 'write',
  idempotent: true,
  input: z.object({ path: z.string() }),
  output: z.object({ content, created: z.number() }),
  paths: ({ path }) => [path],
  render: ({ content }) => [text(content)],
  run: ({ path }, files) => {
    const { created } = files.createFolder(path);
    return { content: `Successfully created directory ${path}`, created };
  },
});
