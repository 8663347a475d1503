import { text } from '@portolan/runtime';
import * as z from 'zod';
import { defineFileTool } from './define-file-tool.ts';
import { content, ifMatch } from './fields.ts';

export const copyFile = defineFileTool({
  name: 'copy_file',
  title: 'Copy File',
  toolset: 'edit',
  description: 'Copy a file or a folder with all in it to a free name. Never overwrites.',
  effect: 'write',
  input: z.object({ source: z.string(), destination: z.string(), ifMatch }),
  output: z.object({
    content,
    files: z.number(),
    bytes: z.number(),
    skipped: z.array(z.string()).describe('Masked and special files that were left out'),
  }),
  paths: ({ source, destination }) => [source, destination],
  render: ({ content, skipped }) => [
    text(skipped.length === 0 ? content : `${content}, without ${skipped.join(', ')}`),
  ],
  run: async ({ source, destination, ifMatch }, files, { signal }) => {
    const { files: count, bytes, skipped } = await files.copy(source, destination, { ifMatch, signal });
    const content = `Successfully copied ${source} to ${destination}`;
    return { content, files: count, bytes, skipped: [...skipped] };
  },
});
