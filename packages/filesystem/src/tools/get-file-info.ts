import { text } from '@portolan/runtime';
import * as z from 'zod';
import type { Info } from '../reading/entry-info.ts';
import { defineFileTool } from './define-file-tool.ts';
import { content, flag } from './fields.ts';

export const getFileInfo = defineFileTool({
  name: 'get_file_info',
  title: 'Get File Info',
  toolset: 'files',
  description: 'Size, times, permissions and kind of a file or folder.',
  effect: 'read',
  input: z.object({
    path: z.string(),
    hash: flag.describe('Answer the hash, of a folder with all in it'),
  }),
  output: z.object({
    content,
    kind: z.string(),
    size: z.number(),
    modified: z.string(),
    symlink: z.boolean(),
    deniedBy: z.string().optional(),
    hash: z.string().optional(),
  }),
  paths: ({ path }) => [path],
  render: ({ content }) => [text(content)],
  run: async ({ path, hash }, files, { signal }) => {
    const info = files.info(path);
    const answer = { ...info, content: officialText(info) };
    return hash === true ? { ...answer, hash: await files.hash(path, signal) } : answer;
  },
});

/** The official server's lines, times as JavaScript writes a date. */
export const officialText = (info: Info): string =>
  [
    `size: ${info.size}`,
    `created: ${new Date(info.created)}`,
    `modified: ${new Date(info.modified)}`,
    `accessed: ${new Date(info.accessed)}`,
    `isDirectory: ${info.kind === 'directory'}`,
    `isFile: ${info.kind === 'file'}`,
    `permissions: ${info.permissions}`,
  ].join('\n');
