import * as z from 'zod';
import { directoryTree as tree } from '../listing/directory-tree.ts';
import { openScope } from '../searching/open-scope.ts';
import { defaultMaxDepth } from '../searching/search-files.ts';
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

/** The tree is in the answer twice, and escaped once more there; so all of it stays under the usual limit. */
const MAX_TREE_BYTES = 300_000;

export const directoryTree = defineFileTool({
  name: 'directory_tree',
  title: 'Directory Tree',
  toolset: 'files',
  description:
    'The tree below a folder as JSON: name, type, children. A large one in pages, upper levels first.',
  effect: 'read',
  input: z.object({
    path: z.string(),
    excludePatterns,
    gitignore,
    maxDepth,
    limit: limit(20_000, 100_000),
    cursor,
  }),
  output: z.object({ content, ...page, truncatedBy: z.array(z.string()), note }),
  paths: ({ path }) => [path],
  render: (answer) => withNote(answer.content, pageNote(answer)),
  run: async ({ path, limit, maxDepth = defaultMaxDepth, ...how }, files, { signal }) => {
    const budget = { maxDepth, maxEntries: limit, maxBytes: MAX_TREE_BYTES };
    const found = await tree(openScope(files.access, path), { ...how, ...budget, signal });
    const { tree: nodes, truncated, truncatedBy, nextCursor } = found;
    return {
      content: JSON.stringify(nodes, null, 2),
      truncated,
      truncatedBy: [...truncatedBy],
      ...walkNote(found),
      ...(nextCursor !== undefined && { nextCursor }),
    };
  },
});
