import { text } from '@portolan/runtime';
import * as z from 'zod';
import { defineFileTool } from './define-file-tool.ts';
import { editAnswer } from './diff-text.ts';
import { content, flag, ifMatch, written } from './fields.ts';

const Edit = z.object({
  oldText: z.string().describe('Must occur once'),
  newText: z.string(),
  replaceAll: z.boolean().optional(),
});

export const editFile = defineFileTool({
  name: 'edit_file',
  title: 'Edit File',
  toolset: 'files',
  description:
    'Replace exact text in a file; all edits or none. Line endings and encoding stay. Answers a diff; dryRun only shows it.',
  effect: 'write',
  destructive: true,
  input: z.object({
    path: z.string(),
    edits: z.array(Edit).max(1000),
    dryRun: flag,
    ifMatch,
  }),
  output: z.object({ content, ...written, changed: z.boolean() }),
  paths: ({ path }) => [path],
  render: ({ content }) => [text(content)],
  run: async ({ path, edits, dryRun, ifMatch }, files) => {
    const edited = await files.edit(path, edits, { dryRun, ifMatch });
    const { diff, hash, size, changed } = edited;
    return { content: editAnswer(edited.path, diff), hash, size, changed };
  },
});
