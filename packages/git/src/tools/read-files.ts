import { text } from '@portolan/runtime';
import * as z from 'zod';
import { path, repo_path, revision } from '../reading/fields.ts';
import { fileText, notesOn } from '../reading/file-text.ts';
import { MAX_FILES, readMany } from '../reading/read-many.ts';
import { defineGitTool } from './define-git-tool.ts';

const Result = z.object({
  path,
  revision: z.string(),
  ...z.object(fileText).partial().shape,
  error: z.string().optional(),
  message: z.string().optional(),
});

export const readFiles = defineGitTool({
  name: 'read_files',
  title: 'Read files',
  toolset: 'history',
  description:
    'Texts of several files, each at its revision, in one answer. One that cannot be read says why and stops no other; read_file goes on with one that is cut.',
  effect: 'read',
  input: z.object({
    repo_path,
    files: z.array(z.object({ path, revision })).min(1).max(MAX_FILES),
  }),
  output: z.object({ files: z.array(Result) }),
  render: ({ files }) => files.flatMap(blocks),
  run: async ({ files }, repository) => ({ files: [...(await readMany(repository, files))] }),
});

/** In blocks of their own, so that no text of a file is taken for the name of another. */
function blocks({ path, revision, content, size = 0, message, ...rest }: z.output<typeof Result>) {
  const name = `${path} at ${revision}`;
  return content === undefined
    ? [text(`[${name}: Error - ${message}]`)]
    : [text(`[${name}:]`), text(content), ...notesOn({ size, ...rest }, 'read_file').map(text)];
}
