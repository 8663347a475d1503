import { compileGlob, fail, type Glob, makeCursor, readCursor } from '@portolan/runtime';
import { showHidden } from '@portolan/runtime/untrusted-text';
import * as z from 'zod';
import { defaultBranch } from '../../repository/default-branch.ts';
import { type TreeEntry, walkTree } from '../../repository/tree.ts';
import { filePath, fromOne, owner, ref, repo, text } from '../../schema/names.ts';
import { nextCursor } from '../../schema/paging.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

/** Entries of one answer; one is about 90 bytes. */
const pageLength = 500;
/** What `git ls-tree` calls a type, by what the answer calls it. */
const types: Readonly<Record<string, string>> = { blob: 'file', tree: 'dir', commit: 'submodule' };

export const getRepositoryTree = defineGitHubTool({
  name: 'get_repository_tree',
  title: 'Get a tree of files',
  toolset: 'repos',
  description: 'Paths at a ref (tree_sha) below a folder (path_filter) that match a glob as `**/*.ts`.',
  effect: 'read',
  input: z.object({
    owner,
    repo,
    tree_sha: ref.optional(),
    path_filter: text(0, 4_096).optional(),
    glob: text(1, 500).optional(),
    depth: fromOne.optional(),
    after: z.string().optional(),
  }),
  output: z.object({
    entries: z.array(z.looseObject({ path: z.string() })),
    truncated: z.boolean(),
    nextCursor,
  }),
  untrusted: ['path'],
  async run(input, context) {
    const { after, ...question } = input;
    const { tree_sha, path_filter = '', glob, depth = Number.POSITIVE_INFINITY } = question;
    await context.lockdown.demandRef(context, input, tree_sha);
    const folder = folderOf(path_filter);
    const [from = ''] = after === undefined ? [] : readCursor(question, after, 1);
    const matches = glob === undefined ? () => true : globOf(glob);
    const start = tree_sha ?? (await defaultBranch(context, input));
    const { entries, unread } = await walkTree(context, input, start, folder);
    const below = folder === '' ? 0 : folder.length + 1;
    const depthOf = (path: string) => path.slice(below).split('/').length;
    const wanted = entries.filter(({ path }) => path > from && depthOf(path) <= depth && matches(path));
    const shown = wanted.slice(0, pageLength);
    const last = wanted.length > shown.length ? shown.at(-1) : undefined;
    return {
      entries: shown.map(shownEntry),
      truncated: last !== undefined || unread.length > 0,
      ...(unread.length > 0 && { unread: unread.slice(0, 20).map(showHidden) }),
      ...(last && { nextCursor: makeCursor(question, [last.path]) }),
    };
  },
});

function folderOf(given: string): string {
  const folder = given.replace(/\/$/, '');
  const { success } = filePath.safeParse(folder);
  return success ? folder : fail('invalid_arguments', 'path_filter is not a path inside a repository.');
}

function globOf(pattern: string): Glob {
  try {
    return compileGlob(pattern);
  } catch (error) {
    const rule = error instanceof Error ? error.message : '';
    return fail('invalid_arguments', `glob cannot be used: ${rule}.`);
  }
}

function shownEntry({ path, type, mode, size, sha }: TreeEntry) {
  const kind = mode === '120000' ? 'symlink' : (types[type] ?? type);
  return {
    path: showHidden(path),
    type: kind,
    sha,
    ...(size !== undefined && { size }),
    ...(mode === '100755' && { executable: true }),
  };
}
