import * as z from 'zod';
import { defineFileTool } from './define-file-tool.ts';
import { count } from './fields.ts';
import { renderText, textAnswer, textOutput } from './text-read.ts';

/** The older name of `read_text_file`, which hosts' settings still allow by name. */
export const readFile = defineFileTool({
  name: 'read_file',
  title: 'Read File',
  toolset: 'files',
  description: 'Deprecated: use read_text_file.',
  effect: 'read',
  input: z.object({ path: z.string(), head: count.optional(), tail: count.optional() }),
  output: textOutput.pick({ content: true, hash: true, size: true, truncated: true }),
  paths: ({ path }) => [path],
  render: renderText,
  run: async ({ path, ...part }, files, { signal }) =>
    textAnswer(await files.readText(path, { ...part, signal })),
});
