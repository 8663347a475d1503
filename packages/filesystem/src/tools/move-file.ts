import { text } from '@portolan/runtime';
import * as z from 'zod';
import { defineFileTool } from './define-file-tool.ts';
import { content, ifMatch } from './fields.ts';

export const moveFile = defineFileTool({
  name: 'move_file',
  title: 'Move File',
  toolset: 'files',
  description: 'Move or rename a file or folder. Never overwrites.',
  effect: 'write',
  input: z.object({ source: z.string(), destination: z.string(), ifMatch }),
  output: z.object({ content }),
  paths: ({ source, destination }) => [source, destination],
  render: ({ content }) => [text(content)],
  run: async ({ source, destination, ifMatch }, files, { signal }) => {
    await files.move(source, destination, { ifMatch, signal });
    return { content: `Successfully moved ${source} to ${destination}` };
  },
});
