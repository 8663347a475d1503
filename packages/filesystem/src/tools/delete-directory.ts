import * as z from 'zod';
import { defineFileTool } from './define-file-tool.ts';
import { ifTreeMatches } from './fields.ts';
import { permanent, permanently, question, removedAnswer, removedOutput, renderRemoved } from './removal.ts';

export const deleteDirectory = defineFileTool({
  name: 'delete_directory',
  title: 'Delete Directory',
  toolset: 'delete',
  description: 'Delete a folder, with all in it if recursive; to the trash unless permanent.',
  effect: 'destroy',
  input: z.object({
    path: z.string(),
    recursive: z.boolean().default(false),
    permanent,
    ifMatch: ifTreeMatches,
  }),
  output: removedOutput,
  paths: ({ path }) => [path],
  confirmation: ({ path, permanent, recursive }) =>
    question(`the folder ${path}${recursive ? ' and everything in it' : ''}`, permanent),
  render: renderRemoved,
  run: async ({ path, recursive, permanent, ifMatch }, files, context) =>
    removedAnswer(
      path,
      await files.remove(path, {
        kind: 'directory',
        recursive,
        permanent: permanently(permanent, context),
        ifMatch,
        signal: context.signal,
      }),
    ),
});
