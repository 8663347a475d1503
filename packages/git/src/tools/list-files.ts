import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { pinnedRevision } from '../reading/commits.ts';
import { cursor, nextCursor, repo_path, revision } from '../reading/fields.ts';
import { findEntry } from '../reading/find-entry.ts';
import { meantName, shownName } from '../reading/names.ts';
import { pageOf, positionOf } from '../reading/page.ts';
import { permitted } from '../reading/permitted.ts';
import { findBlob } from '../reading/read-blob.ts';
import { listTree, type TreeEntry } from '../reading/tree.ts';
import type { Repository } from '../repository/open-repository.ts';
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
    const folder = checkPath(repository.top, path, 'path', true);
    const question = ['list_files', repository.top, folder, revision, recursive];
    const position = positionOf(question, cursor);
    const tree = await pinnedRevision(repository, position.pin, checkRevision(revision), 'tree');
    const listed = await listFolder(repository, tree, { folder, recursive });
    if (listed.length === 0 && folder !== '') await refuseNoFolder(repository, tree, folder);
    const entries = permitted(repository, listed).map(({ id: _id, ...entry }) => entry);
    const { items, ...next } = pageOf(entries.slice(position.skip), {
      ...position,
      pin: tree,
      question,
      limit: MAX_ENTRIES,
    });
    return { entries: [...items], ...next };
  },
});

/** @throws ToolError `not_found`, `unsupported` for a path that is no folder */
async function refuseNoFolder(repository: Repository, tree: string, folder: string): Promise<void> {
  const { kind } = await findBlob(repository, tree, folder);
  if (kind === 'directory') return;
  fail('unsupported', `path is a ${kind === 'submodule' ? 'submodule: another repository' : 'file'}.`, {
    next: kind === 'submodule' ? 'Name its folder as repo_path.' : 'Use read_file.',
  });
}

interface Folder {
  readonly folder: string;
  readonly recursive: boolean;
}

async function listFolder(
  repository: Repository,
  tree: string,
  { folder, recursive }: Folder,
): Promise<readonly TreeEntry[]> {
  const options = { recursive, maxBytes: MAX_BYTES };
  if (folder.isWellFormed()) {
    return listTree(repository, tree, { ...options, ...(folder !== '' && { path: `${folder}/` }) });
  }
  // A name that is not UTF-8 is no argument: its tree is listed by its id.
  const entry = await findEntry(repository.objects, tree, folder);
  if (entry?.kind !== 'directory') return [];
  const entries = await listTree(repository, entry.id, options);
  return entries.map((found) => ({
    ...found,
    path: shownName(`${folder}/${meantName(found.path, 'path')}`),
  }));
}
