import { text } from '@portolan/runtime';
import * as z from 'zod';
import { defineFileTool } from './define-file-tool.ts';
import { content, ifMatch, written } from './fields.ts';

export const appendFile = defineFileTool({
  name: 'append_file',
  title: 'Append to a File',
  toolset: 'edit',
  description: 'Add text at the end of a file, in its encoding; a missing file is created.',
  effect: 'write',
  input: z.object({ path: z.string(), content: z.string(), ifMatch }),
  output: z.object({ content, ...written, created: z.boolean() }),
  paths: ({ path }) => [path],
  render: ({ content }) => [text(content)],
  run: async ({ path, content, ifMatch }, files) => {
    const { hash, size, created } = await files.append(path, content, { ifMatch });
    return { content: `Successfully appended to ${path}`, hash, size, created };
  },
});
