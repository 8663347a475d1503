import { text } from '@portolan/runtime';
import * as z from 'zod';
import { MAX_FILES, type ManyRead } from '../reading/read-many.ts';
import { defineFileTool } from './define-file-tool.ts';
import { content } from './fields.ts';
import { restNote } from './text-read.ts';

export const readMultipleFiles = defineFileTool({
  name: 'read_multiple_files',
  title: 'Read Multiple Files',
  toolset: 'files',
  description: 'Read several text files. One that cannot be read says why and stops no other.',
  effect: 'read',
  input: z.object({ paths: z.array(z.string()).min(1).max(MAX_FILES) }),
  output: z.object({
    content,
    files: z.array(
      z.object({
        path: z.string(),
        hash: z.string().optional(),
        truncated: z.boolean().optional(),
        nextOffset: z.number().optional(),
        nextUnit: z.string().optional(),
        error: z.string().optional(),
      }),
    ),
  }),
  paths: ({ paths }) => paths,
  render: ({ content }) => [text(content)],
  run: async ({ paths }, files, { signal }) => {
    const read = await files.readMany(paths, { signal });
    return { content: read.map(section).join('\n---\n'), files: read.map(facts) };
  },
});

function section(read: ManyRead): string {
  if ('error' in read) return `${read.asked}: Error - ${read.error.message} ${read.error.next}`;
  const { content, truncated } = read.file;
  return `${read.asked}:\n${content}\n${truncated ? `${restNote(read.file)}\n` : ''}`;
}

function facts(read: ManyRead) {
  if ('error' in read) return { path: read.asked, error: read.error.code };
  const { hash, truncated, next } = read.file;
  return { path: read.asked, hash, truncated, ...(next && { nextOffset: next.offset, nextUnit: next.unit }) };
}
