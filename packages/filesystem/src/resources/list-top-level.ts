import { basename, join } from 'node:path';
import type { ResourceEntry, ResourcePage } from '@portolan/runtime';
import { makeCursor, readCursor } from '@portolan/runtime';
import type { Files } from '../files.ts';
import { listDirectory } from '../listing/list-directory.ts';
import { openScope } from '../searching/open-scope.ts';
import { uriOfPath } from './file-uri.ts';

const PAGE_ENTRIES = 500;

/**
 * What is directly in the allowed folders, folder after folder, in pages. Names that cannot be written
 * as they are have no URI and are left out.
 *
 * @throws ToolError `invalid_arguments` for a foreign cursor
 */
export async function listTopLevel(files: Files, cursor: string | undefined): Promise<ResourcePage> {
  const roots = files.access.roots.list;
  const question = ['resources', roots.map(({ real }) => real)];
  const [at = '0', inner = ''] = cursor === undefined ? [] : readCursor(question, cursor, 2);
  const root = roots[Number(at)];
  if (root === undefined) return { resources: [] };
  const page = await listDirectory(openScope(files.access, root.spelled), {
    limit: PAGE_ENTRIES,
    cursor: inner === '' ? undefined : inner,
  });
  const next = nextPlace(Number(at), page.nextCursor, roots.length);
  return {
    resources: page.entries
      .filter(({ name, kind }) => kind !== 'other' && !name.includes('\\'))
      .map(({ name, kind }) => entryOf(join(root.spelled, name), kind)),
    ...(next && { nextCursor: makeCursor(question, next) }),
  };
}

function nextPlace(at: number, inner: string | undefined, roots: number): readonly string[] | undefined {
  if (inner !== undefined) return [String(at), inner];
  return at + 1 < roots ? [String(at + 1), ''] : undefined;
}

const entryOf = (path: string, kind: string): ResourceEntry => ({
  uri: uriOfPath(path),
  name: basename(path),
  ...(kind === 'directory' && { mimeType: 'inode/directory' }),
});
