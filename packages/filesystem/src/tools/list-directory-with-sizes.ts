import * as z from 'zod';
import { listWithSizes, renderSizedListing } from '../listing/list-with-sizes.ts';
import { pinScope } from '../searching/open-scope.ts';
import { defineFileTool } from './define-file-tool.ts';
import { content, cursor, limit, page, pageNote, withNote } from './fields.ts';

export const listDirectoryWithSizes = defineFileTool({
  name: 'list_directory_with_sizes',
  title: 'List Directory with Sizes',
  toolset: 'files',
  description: 'List a folder with file sizes and totals, by name or largest first.',
  effect: 'read',
  input: z.object({
    path: z.string(),
    sortBy: z.enum(['name', 'size']).default('name'),
    limit: limit(2000, 10_000),
    cursor,
  }),
  output: z.object({ content, total: z.number(), totalSize: z.number(), ...page }),
  paths: ({ path }) => [path],
  render: (listing) => withNote(listing.content, pageNote(listing)),
  run: async ({ path, ...how }, files, { signal }) => {
    using scope = pinScope(files.access, path);
    const listing = await listWithSizes(scope, { ...how, signal });
    return { ...listing, content: renderSizedListing(listing) };
  },
});
