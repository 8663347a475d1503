import * as z from 'zod';
import { defineFileTool } from './define-file-tool.ts';
import { ifMatch } from './fields.ts';
import { permanent, permanently, question, removedAnswer, removedOutput, renderRemoved } from './removal.ts';

export const deleteFile = defineFileTool({
  name: 'delete_file',
  title: 'Delete File',
  toolset: 'delete',
  description:
    'Delete a file or a link; to the trash, from where restore_file brings it back, unless permanent.',
  effect: 'destroy',
  input: z.object({ path: z.string(), permanent, ifMatch }),
  output: removedOutput,
  paths: ({ path }) => [path],
  confirmation: ({ path, permanent }) => question(`the file ${path}`, permanent),
  render: renderRemoved,
  run: async ({ path, permanent, ifMatch }, files, context) =>
    removedAnswer(
      path,
      await files.remove(path, { kind: 'file', permanent: permanently(permanent, context), ifMatch }),
    ),
});
