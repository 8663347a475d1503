import { fail, text } from '@portolan/runtime';
import * as z from 'zod';
import { showPath } from '../roots/show.ts';
import { defineFileTool } from './define-file-tool.ts';
import { content, ifMatch } from './fields.ts';

export const restoreFile = defineFileTool({
  name: 'restore_file',
  title: 'Restore File',
  toolset: 'delete',
  description:
    'Bring a deleted file or folder back to where it was: by id, or the newest deletion of a path.',
  effect: 'write',
  input: z.object({ id: z.string().max(100).optional(), path: z.string().optional(), ifMatch }),
  output: z.object({ content, path: z.string(), hash: z.string().optional() }),
  // An id stands for the path it was deleted from.
  paths: ({ id, path }, files) => [
    ...(path === undefined ? [] : [path]),
    ...(id === undefined ? [] : files.trash()).flatMap((item) => (item.id === id ? [item.path] : [])),
  ],
  render: ({ content }) => [text(content)],
  run: async ({ id, path, ifMatch }, files, { signal }) => {
    const { path: restored, hash } = await files.restore(which(id, path), { ifMatch, signal });
    const content = `Successfully restored ${showPath(restored)}`;
    return { content, path: restored, ...(hash !== undefined && { hash }) };
  },
});

function which(id: string | undefined, path: string | undefined) {
  if (id !== undefined && path === undefined) return { id };
  if (path !== undefined && id === undefined) return { path };
  return fail('invalid_arguments', 'restore_file takes either an id or a path.');
}
