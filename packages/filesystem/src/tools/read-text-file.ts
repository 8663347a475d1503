import { defineFileTool } from './define-file-tool.ts';
import { renderText, textAnswer, textInput, textOutput } from './text-read.ts';

export const readTextFile = defineFileTool({
  name: 'read_text_file',
  title: 'Read Text File',
  toolset: 'files',
  description:
    'Read a text file, or a part of it by head, tail or offset and limit. A long file is cut and says where to go on. Answers a hash for ifMatch.',
  effect: 'read',
  input: textInput,
  output: textOutput,
  paths: ({ path }) => [path],
  render: renderText,
  run: async ({ path, ...part }, files, { signal }) =>
    textAnswer(await files.readText(path, { ...part, signal })),
});
