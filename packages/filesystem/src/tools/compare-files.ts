import { text } from '@portolan/runtime';
import * as z from 'zod';
import { compareFiles as compare } from '../comparing/compare-files.ts';
import { defineFileTool } from './define-file-tool.ts';
import { fencedDiff } from './diff-text.ts';

export const compareFiles = defineFileTool({
  name: 'compare_files',
  title: 'Compare Files',
  toolset: 'inspect',
  description: 'Whether two files are the same, and for text the unified diff from before to after.',
  effect: 'read',
  input: z.object({
    before: z.string(),
    after: z.string(),
    context: z.int().min(0).max(100).default(3).describe('Lines around a change'),
  }),
  output: z.object({
    identical: z.boolean(),
    firstDifference: z.number().optional().describe('Byte offset'),
    diff: z.string().optional(),
    truncated: z.boolean(),
  }),
  paths: ({ before, after }) => [before, after],
  render: ({ identical, firstDifference, diff, truncated }) => {
    if (identical) return [text('The files are identical.')];
    if (diff === undefined) return [text(`The files differ from byte ${firstDifference} on.`)];
    return [
      text(
        `${fencedDiff(diff)}${truncated ? '[The diff is cut. Read both files from there on with read_text_file.]' : ''}`,
      ),
    ];
  },
  run: async ({ before, after, context }, files, { signal }) => {
    const found = await compare(files.access, before, after, { context, signal });
    const { identical, firstDifference, text: difference } = found;
    return {
      identical,
      ...(firstDifference !== undefined && { firstDifference }),
      ...(difference && { diff: difference.diff }),
      truncated: difference?.truncated ?? false,
    };
  },
});
