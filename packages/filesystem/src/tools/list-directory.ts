import * as z from 'zod';
import { listDirectory as list, renderEntry } from '../listing/list-directory.ts';
import { pinScope } from '../searching/open-scope.ts';
import { defineFileTool } from './define-file-tool.ts';
import { content, cursor, limit, page, pageNote, withNote } from './fields.ts';

export const listDirectory = defineFileTool({
  name: 'list_directory',
  title: 'List Directory',
  toolset: 'files',
  description: 'List a folder by name: [FILE] or [DIR] and the name, one a line.',
  effect: 'read',
  input: z.object({ path: z.string(), limit: limit(2000, 10_000), cursor }),
  output: z.object({ content, total: z.number(), ...page }),
  paths: ({ path }) => [path],
  render: (listing) => withNote(listing.content, pageNote(listing)),
  run: async ({ path, limit, cursor }, files, { signal }) => {
    using scope = pinScope(files.access, path);
    const { entries, ...rest } = await list(scope, { limit, cursor, signal });
    return { content: entries.map(renderEntry).join('\n'), ...rest };
  },
});
