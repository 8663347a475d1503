import * as z from 'zod';
import { searchContent as search } from '../searching/content/search-content.ts';
import { openScope } from '../searching/open-scope.ts';
import { defineFileTool } from './define-file-tool.ts';
import {
  cursor,
  flag,
  gitignore,
  limit,
  maxDepth,
  note,
  page,
  pageNote,
  walkNote,
  withNote,
} from './fields.ts';

const FoundLine = z.object({
  line: z.number(),
  text: z.string(),
  column: z.number().optional(),
});
const FoundFile = z.object({
  path: z.string(),
  matches: z.number(),
  lines: z.array(FoundLine),
  truncated: z.boolean(),
});

export const searchContent = defineFileTool({
  name: 'search_content',
  title: 'Search Content',
  toolset: 'search',
  description: 'Find lines in text files below a folder: literal text, or RE2 with regex.',
  effect: 'read',
  input: z.object({
    path: z.string(),
    pattern: z.string().min(1),
    regex: flag,
    ignoreCase: flag,
    include: z.array(z.string()).max(100).optional().describe('Globs, as *.ts'),
    exclude: z.array(z.string()).max(100).optional(),
    gitignore,
    maxDepth,
    context: z.int().min(0).max(20).default(0).describe('Lines around a match'),
    maxMatchesPerFile: limit(50, 1000),
    limit: limit(200, 1000),
    cursor,
  }),
  output: z.object({
    files: z.array(FoundFile),
    matches: z.number(),
    unreadable: z.number(),
    ...page,
    note,
  }),
  paths: ({ path }) => [path],
  render: (found) =>
    withNote(
      found.files.length === 0 ? 'No matches found' : found.files.map(block).join('\n\n'),
      pageNote(found),
    ),
  run: async ({ path, ...how }, files, { signal }) => {
    const found = await search(openScope(files.access, path), { ...how, signal });
    const { matches, unreadable, truncated, nextCursor } = found;
    return {
      files: found.files.map((file) => ({ ...file, lines: [...file.lines] })),
      ...{ matches, unreadable, truncated },
      ...walkNote(found),
      ...(nextCursor !== undefined && { nextCursor }),
    };
  },
});

/** The path, then `12: match` and `13- context`. */
const block = ({ path, lines }: z.output<typeof FoundFile>) =>
  [path, ...lines.map(({ line, text, column }) => `${line}${column === undefined ? '-' : ':'} ${text}`)].join(
    '\n',
  );
