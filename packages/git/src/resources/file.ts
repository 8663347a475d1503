import { completionsOrNone, defineResource, fail, type ResourceContents, ToolError } from '@portolan/runtime';
import { findBlob, readBlobText } from '../reading/read-blob.ts';
import { readRefs } from '../reading/refs.ts';
import { listTree } from '../reading/tree.ts';
import type { Repository } from '../repository/open-repository.ts';
import { checkPath, checkRevision } from '../running/grammar.ts';
import type { Context } from '../services.ts';
import { repositoryNamed, repositoryNames } from './repository-names.ts';

/** Largest file given as a resource, bytes; read_file gives parts of larger ones. */
const MAX_BYTES = 256 * 1024;
/** MCP answers at most this many values. */
const MAX_VALUES = 100;

/** Every file at every revision. */
export const fileResource = defineResource({
  name: 'file',
  title: 'File at a revision',
  description: 'A file as it is at a branch, tag or commit; a slash in the ref is written %2F.',
  needs: ['read_file', 'list_files'],
  uri: 'git://{repo}/{ref}/{+path}',
  complete: {
    repo: async (typed, _others, context: Context) =>
      [...(await repositoryNames(context)).keys()]
        .filter((name) => name.startsWith(typed))
        .slice(0, MAX_VALUES),
    ref: async (typed, { repo = '' }, context) =>
      completionsOrNone(async () => {
        const refs = await readRefs(await open(context, repo), {
          prefixes: ['refs/heads/', 'refs/tags/', 'refs/remotes/'],
          count: 1_000,
        });
        return ['HEAD', ...refs.map(({ name }) => name)].filter((name) => name.startsWith(typed));
      }),
    path: async (typed, { repo = '', ref = 'HEAD' }, context) =>
      completionsOrNone(async () => completePath(await open(context, repo), ref, typed)),
  },
  constrained: async ({ repo = '', path = '' }, context) => {
    const top = await repositoryNamed(context, repo);
    return { repo: [top], path: [`${top}/${checkPath(top, path, 'path', true).toWellFormed()}`] };
  },
  read: async ({ repo = '', ref = '', path = '' }, context, uri) => {
    const repository = await open(context, repo);
    const name = checkPath(repository.top, path, 'path', true);
    const { kind, id, size = 0 } = await findBlob(repository, checkRevision(ref, 'ref'), name);
    if (kind === 'directory' || kind === 'submodule') {
      fail('unsupported', `The path is a ${kind}.`, { next: 'Use list_files.' });
    }
    if (size > MAX_BYTES)
      fail('too_large', `The file has ${size} bytes.`, { next: 'Read parts of it with read_file.' });
    return [await contents(repository, id, uri)];
  },
});

const open = async (context: Context, name: string) =>
  context.repository(await repositoryNamed(context, name), context);

async function contents(repository: Repository, id: string, uri: string): Promise<ResourceContents> {
  try {
    const { content } = await readBlobText(repository, id, {
      start: 1,
      maxLines: 1e9,
      maxBytes: MAX_BYTES * 6,
    });
    return { uri, mimeType: 'text/plain', text: content };
  } catch (error) {
    if (!(error instanceof ToolError) || error.code !== 'unsupported') throw error;
    const { stdout } = await repository.git(['cat-file', 'blob', id], { maxBytes: MAX_BYTES });
    return { uri, mimeType: 'application/octet-stream', blob: stdout.toString('base64') };
  }
}

async function completePath(repository: Repository, ref: string, typed: string): Promise<readonly string[]> {
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1);
  const checked = checkPath(repository.top, folder);
  const entries = await listTree(
    repository,
    checkRevision(ref, 'ref'),
    checked === '' ? {} : { path: `${checked}/` },
  );
  return entries
    .filter(({ path }) => repository.permits(path))
    .map(({ path, kind }) => (kind === 'directory' ? `${path}/` : path))
    .filter((path) => path.startsWith(typed));
}
