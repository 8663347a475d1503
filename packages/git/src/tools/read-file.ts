import { fail, PAYLOAD_BYTES, text } from '@portolan/runtime';
import * as z from 'zod';
import { limit, path, repo_path, revision, start_line } from '../reading/fields.ts';
import { findBlob, readBlobText } from '../reading/read-blob.ts';
import { checkPath, checkRevision } from '../running/grammar.ts';
import { defineGitTool } from './define-git-tool.ts';

const LFS = 'version https://git-lfs.github.com/spec/';

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
  output: z.object({
    content: z.string(),
    kind: z.string(),
    size: z.number(),
    encoding: z.string(),
    lfs: z.boolean().optional(),
    nextLine: z.number().optional(),
    nextOffset: z.number().optional(),
  }),
  render: ({ content, size, nextLine, nextOffset, lfs }) => [
    text(content),
    ...(lfs ? [text('[This is the pointer of a file that git LFS keeps elsewhere.]')] : []),
    ...(nextLine === undefined ? [] : [text(`[More follows: call again with start_line ${nextLine}.]`)]),
    ...(nextOffset === undefined
      ? []
      : [text(`[Cut: the file has ${size} bytes. Go on with offset ${nextOffset}.]`)]),
  ],
  run: async ({ path, revision, start_line, max_lines, offset }, repository) => {
    if (offset !== undefined && start_line > 1) {
      fail('invalid_arguments', 'start_line and offset cannot be combined.', { next: 'Give one of them.' });
    }
    const name = checkPath(repository.top, path, 'path', true);
    const { kind, id, size = 0 } = await findBlob(repository, checkRevision(revision), name);
    if (kind === 'directory') fail('unsupported', 'The path is a folder.', { next: 'Use list_files.' });
    if (kind === 'submodule') fail('unsupported', 'The path is a submodule: another repository.');
    const wanted = { start: start_line, offset, maxLines: max_lines, maxBytes: PAYLOAD_BYTES };
    const read = await readBlobText(repository, id, wanted);
    return { ...read, kind, size, ...(read.content.startsWith(LFS) && { lfs: true }) };
  },
});
