import { text } from '@portolan/runtime';
import * as z from 'zod';
import { defineFileTool } from './define-file-tool.ts';
import { editAnswer } from './diff-text.ts';
import { content, count, flag, ifMatch, written } from './fields.ts';

export const editLines = defineFileTool({
  name: 'edit_lines',
  title: 'Edit Lines',
  toolset: 'edit',
  description:
    'Replace lines startLine to endLine (from 1, both included). endLine = startLine - 1 inserts before; an empty newText removes.',
  effect: 'write',
  destructive: true,
  input: z.object({
    path: z.string(),
    startLine: count,
    endLine: z.int().min(0).max(1e9),
    newText: z.string(),
    dryRun: flag,
    ifMatch,
  }),
  output: z.object({ content, ...written, changed: z.boolean() }),
  paths: ({ path }) => [path],
  render: ({ content }) => [text(content)],
  run: async ({ path, startLine, endLine, newText, ...how }, files) => {
    const edited = await files.editLines(path, { startLine, endLine }, newText, how);
    const { diff, hash, size, changed } = edited;
    return { content: editAnswer(edited.path, diff), hash, size, changed };
  },
});
