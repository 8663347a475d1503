import { text } from '@portolan/runtime';
import * as z from 'zod';
import { diskUsage as usage } from '../listing/disk-usage.ts';
import { formatSize } from '../listing/format-size.ts';
import { openScope } from '../searching/open-scope.ts';
import { defineFileTool } from './define-file-tool.ts';
import { cursor, limit, page, pageNote, withNote } from './fields.ts';

const Usage = z.object({
  path: z.string(),
  diskBytes: z.number(),
  contentBytes: z.number(),
  files: z.number(),
});

export const diskUsage = defineFileTool({
  name: 'disk_usage',
  title: 'Disk Usage',
  toolset: 'inspect',
  description: 'How much space a folder takes, and which of its folders take the most.',
  effect: 'read',
  input: z.object({
    path: z.string(),
    depth: z.int().min(0).max(20).default(1).describe('Levels of folders with a line of their own'),
    limit: limit(50, 1000),
    cursor,
  }),
  output: z.object({
    total: Usage,
    folders: z.array(Usage),
    unreadable: z.number(),
    hash: z.string().optional().describe('Of the folder with all in it, for ifMatch'),
    ...page,
  }),
  paths: ({ path }) => [path],
  render: ({ total, folders, unreadable, nextCursor }) => [
    ...withNote([total, ...folders].map(row).join('\n'), pageNote({ nextCursor })),
    ...(unreadable === 0 ? [] : [text(`[${unreadable} could not be read and are not counted.]`)]),
  ],
  run: async ({ path, ...how }, files, { signal }) => {
    const found = await usage(openScope(files.access, path), { ...how, signal });
    const { total, folders, unreadable, hash, truncated, nextCursor } = found;
    return {
      ...{ total, folders: [...folders], unreadable, truncated },
      ...(hash !== undefined && { hash }),
      ...(nextCursor !== undefined && { nextCursor }),
    };
  },
});

const row = ({ path, diskBytes, files }: z.output<typeof Usage>) =>
  `${formatSize(diskBytes).padStart(10)} ${String(files).padStart(8)} files  ${path}`;
