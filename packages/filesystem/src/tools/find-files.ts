import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { findFiles as find } from '../searching/find-files.ts';
import { openScope } from '../searching/open-scope.ts';
import { defineFileTool } from './define-file-tool.ts';
import {
  cursor,
  excludePatterns,
  flag,
  gitignore,
  limit,
  maxDepth,
  note,
  page,
  walkNote,
  withNote,
} from './fields.ts';

const moment = z.string().optional();
const bytes = z.number().optional();

export const findFiles = defineFileTool({
  name: 'find_files',
  title: 'Find Files',
  toolset: 'search',
  description: 'Find entries below a folder by name glob, kind, size and time of change, sorted.',
  effect: 'read',
  input: z.object({
    path: z.string(),
    name: z.string().optional().describe('Glob; at any depth without a slash'),
    kind: z.enum(['file', 'directory', 'symlink']).optional(),
    minSize: bytes,
    maxSize: bytes,
    modifiedAfter: moment.describe('ISO 8601'),
    modifiedBefore: moment,
    sortBy: z.enum(['name', 'size', 'modified']).default('name'),
    descending: flag,
    excludePatterns,
    gitignore,
    maxDepth,
    limit: limit(200, 5000),
    cursor,
  }),
  output: z.object({
    files: z.array(z.object({ path: z.string(), kind: z.string(), size: z.number(), modified: z.string() })),
    matches: z.number(),
    ...page,
    note,
  }),
  paths: ({ path }) => [path],
  render: ({ files, matches, nextCursor, note }) => withNote(table(files, matches, nextCursor), note),
  run: async ({ path, modifiedAfter, modifiedBefore, ...how }, files, { signal }) => {
    const found = await find(openScope(files.access, path), {
      ...how,
      modifiedAfterMs: timeOf('modifiedAfter', modifiedAfter),
      modifiedBeforeMs: timeOf('modifiedBefore', modifiedBefore),
      signal,
    });
    const { matches, truncated, nextCursor } = found;
    const entries = found.files.map(({ modifiedMs, ...file }) => ({
      ...file,
      modified: isoTime(modifiedMs),
    }));
    return {
      ...{ files: entries, matches, truncated },
      ...walkNote(found),
      ...(nextCursor !== undefined && { nextCursor }),
    };
  },
});

const isoTime = (milliseconds: number) => new Date(milliseconds).toISOString();

function timeOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  if (!/^\d{4}-/.test(text) || Number.isNaN(time)) {
    fail('invalid_arguments', `${name} is not a time.`, { next: 'Write it as 2026-01-31T12:00:00Z.' });
  }
  return time;
}

interface Row {
  readonly path: string;
  readonly kind: string;
  readonly size: number;
  readonly modified: string;
}

function table(files: readonly Row[], matches: number, nextCursor: string | undefined): string {
  if (files.length === 0) return 'No matches found';
  const rows = files.map(({ path, kind, size, modified }) => `${modified} ${size} ${kind} ${path}`);
  const more =
    nextCursor === undefined
      ? []
      : [`[${files.length} of ${matches}: call again with cursor "${nextCursor}", or narrow the filters.]`];
  return [...rows, ...more].join('\n');
}
