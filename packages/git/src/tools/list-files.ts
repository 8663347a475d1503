import * as z from 'zod';
import { pinnedRevision } from '../reading/commits.ts';
import { cursor, nextCursor, repo_path, revision } from '../reading/fields.ts';
import { pageOf, positionOf } from '../reading/page.ts';
import { permitted } from '../reading/permitted.ts';
import { parseTree } from '../reading/tree.ts';
import { checkPath, checkRevision } from '../running/grammar.ts';
import { defineGitTool } from './define-git-tool.ts';

/** Trees of about two million files are listed; beyond that a narrower path is needed. */
const MAX_BYTES = 128 * 1024 * 1024;

/** Entries of one page. */
const MAX_ENTRIES = 500;

export const listFiles = defineGitTool({
  name: 'list_files',
  title: 'List files',
  toolset: 'read',
  description: 'Entries of a folder at a revision; recursive: all files below it.',
  effect: 'read',
  input: z.object({
    repo_path,
    path: z.string().default(''),
    revision,
    recursive: z.boolean().default(false),
    cursor,
  }),
  output: z.object({
    entries: z.array(z.object({ path: z.string(), kind: z.string(), size: z.number().optional() })),
    nextCursor,
  }),
  run: async ({ path, revision, recursive, cursor }, repository) => {
    const folder = checkPath(repository.top, path);
    const question = ['list_files', repository.top, folder, revision, recursive];
    const position = positionOf(question, cursor);
    const tree = await pinnedRevision(repository, position.pin, checkRevision(revision), 'tree');
    const { stdout } = await repository.git(
      [
        'ls-tree',
        '-z',
        '--long',
        '--full-tree',
        ...(recursive ? ['-r'] : []),
        '--end-of-options',
        tree,
        ...(folder === '' ? [] : [`${folder}/`]),
      ],
      { maxBytes: MAX_BYTES },
    );
    const entries = permitted(repository, parseTree(stdout)).map(({ id: _id, ...entry }) => entry);
    const { items, ...next } = pageOf(entries.slice(position.skip), {
      ...position,
      pin: tree,
      question,
      limit: MAX_ENTRIES,
    });
    return { entries: [...items], ...next };
  },
});
