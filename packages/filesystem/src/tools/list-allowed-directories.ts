import { text } from '@portolan/runtime';
import * as z from 'zod';
import { defineFileTool } from './define-file-tool.ts';
import { content } from './fields.ts';

export const listAllowedDirectories = defineFileTool({
  name: 'list_allowed_directories',
  title: 'List Allowed Directories',
  toolset: 'files',
  description: 'The folders this server may touch. Relative paths count from the first.',
  effect: 'read',
  input: z.object({}),
  output: z.object({ content, directories: z.array(z.string()) }),
  paths: () => [],
  render: ({ content }) => [text(content)],
  run: (_input, files) => {
    const directories = files.access.roots.list.map(({ spelled }) => spelled);
    return { content: `Allowed directories:\n${directories.join('\n')}`, directories };
  },
});
