import * as z from 'zod';
import { openScope } from '../searching/open-scope.ts';
import { searchFiles as search } from '../searching/search-files.ts';
import { defineFileTool } from './define-file-tool.ts';
import {
  content,
  cursor,
  excludePatterns,
  gitignore,
  limit,
  maxDepth,
  note,
  page,
  pageNote,
  walkNote,
  withNote,
} from './fields.ts';

export const searchFiles = defineFileTool({
  name: 'search_files',
  title: 'Search Files',
  toolset: 'search',
  description:
    'Find files and folders whose path below the start matches a glob: *.ext in it, **/*.ext at any depth.',
  effect: 'read',
  input: z.object({
    path: z.string(),
    pattern: z.string(),
    excludePatterns,
    gitignore,
    maxDepth,
    limit: limit(5000, 20_000),
    cursor,
  }),
  output: z.object({ content, ...page, note }),
  paths: ({ path }) => [path],
  render: (found) => withNote(found.content, pageNote(found)),
  run: async ({ path, ...how }, files, { signal }) => {
    const found = await search(openScope(files.access, path), { ...how, signal });
    const { paths, truncated, nextCursor } = found;
    return {
      content: paths.length > 0 ? paths.join('\n') : 'No matches found',
      truncated,
      ...walkNote(found),
      ...(nextCursor !== undefined && { nextCursor }),
    };
  },
});
