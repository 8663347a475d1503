import { fail, PAYLOAD_BYTES, text } from '@portolan/runtime';
import * as z from 'zod';
import { limit, path, repo_path, revision, start_line } from '../reading/fields.ts';
import { fileText, notesOn, readFileText } from '../reading/file-text.ts';
import { checkRevision } from '../running/grammar.ts';
import { defineGitTool } from './define-git-tool.ts';

export const readFile = defineGitTool({
  name: 'read_file',
  title: 'Read a file',
  toolset: 'read',
  description:
    'Text of a file at a revision. Goes on at nextLine, inside a long line at nextOffset. A link gives its target.',
  effect: 'read',
  input: z.object({
    repo_path,
    path,
    revision,
    start_line,
    max_lines: limit(2_000, 10_000),
    offset: z.int().min(0).max(1e12).optional().describe('Bytes to skip'),
  }),
  output: z.object(fileText),
  render: (file) => [text(file.content), ...notesOn(file).map(text)],
  run: async ({ path, revision, start_line, max_lines, offset }, repository) => {
    if (offset !== undefined && start_line > 1) {
      fail('invalid_arguments', 'start_line and offset cannot be combined.', { next: 'Give one of them.' });
    }
    const wanted = { start: start_line, offset, maxLines: max_lines, maxBytes: PAYLOAD_BYTES };
    return readFileText(repository, path, checkRevision(revision), wanted);
  },
});
