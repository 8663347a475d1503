import * as z from 'zod';
import type { TreeEntry } from '../../git/tree-entry.ts';
import { type TreeChange, writeTree } from '../../git/write-tree.ts';
import type { Call } from '../../http/call.ts';
import { created, json, notFound, Refusal } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { repoUrl } from '../../render/repository.ts';
import { checkEmpty } from './empty.ts';

const folders = { blob: 'blobs', tree: 'trees', commit: 'commits' } as const;

function entryJson(call: Call, { mode, type, sha, size, path }: TreeEntry) {
  const folder = type === 'blob' || type === 'tree' ? folders[type] : undefined;
  return {
    path,
    mode,
    type,
    sha,
    ...(size !== undefined && { size }),
    ...(folder && { url: `${repoUrl(call, call.repo)}/git/${folder}/${sha}` }),
  };
}

const treeJson = (call: Call, sha: string, entries: readonly TreeEntry[]) => ({
  sha,
  url: `${repoUrl(call, call.repo)}/git/trees/${sha}`,
  tree: entries.slice(0, call.world.sizes.treeEntries).map((entry) => entryJson(call, entry)),
  truncated: entries.length > call.world.sizes.treeEntries,
});

/** The tree a hash, a branch or a commit means. */
function findTree(call: Call, name: string): string | undefined {
  const { git } = call.repo;
  if (git.typeOf(name) === 'tree') return name;
  const commit = git.resolve(name);
  return commit === undefined ? undefined : git.commit(commit).tree;
}

const entryBody = z.object({
  path: z.string(),
  mode: z.enum(['100644', '100755', '040000', '160000', '120000']).default('100644'),
  type: z.enum(['blob', 'tree', 'commit']).optional(),
  sha: z.string().nullable().optional(),
  content: z.string().optional(),
});

function changeOf(call: Call, { path, mode, sha, content }: z.output<typeof entryBody>): TreeChange {
  if (isMalformed(path)) throw new Refusal(422, 'tree.path contains a malformed path component');
  if (content !== undefined) return { path, mode, sha: call.repo.git.write(content) };
  if (sha === undefined) throw new Refusal(422, 'Must supply either tree.sha or tree.content');
  if (sha !== null && mode !== '160000' && call.repo.git.typeOf(sha) === undefined) {
    throw new Refusal(422, `tree.sha ${sha} is not a valid ${mode === '040000' ? 'tree' : 'blob'}`);
  }
  return { path, mode, sha };
}

/** Paths git would refuse: empty parts, `.`, `..` and `.git`. */
export const isMalformed = (path: string) =>
  path
    .split('/')
    .some((part) => part === '' || part === '.' || part === '..' || part.toLowerCase() === '.git');

export const treeRoutes: readonly Route[] = [
  route('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', (call) => {
    const { git } = call.repo;
    checkEmpty(call.repo);
    const sha = findTree(call, call.param('tree_sha'));
    if (sha === undefined) throw notFound();
    return json(treeJson(call, sha, git.entries(sha, call.query.has('recursive'))));
  }),
  route('POST /repos/{owner}/{repo}/git/trees', (call) => {
    const { tree, base_tree } = call.body(
      z.object({ tree: z.array(entryBody), base_tree: z.string().nullable().optional() }),
    );
    checkEmpty(call.repo);
    const base = base_tree ? findTree(call, base_tree) : undefined;
    if (base_tree && base === undefined) throw new Refusal(422, 'base_tree is not a valid tree oid');
    const sha = writeTree(
      call.repo.git,
      base,
      tree.map((entry) => changeOf(call, entry)),
    );
    return created(treeJson(call, sha, call.repo.git.entries(sha)));
  }),
];
