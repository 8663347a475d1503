import { createHash } from 'node:crypto';
import { ToolError } from '@portolan/runtime';
import type { GitHubCall } from '../client/types.ts';
import type { Place } from '../lockdown/lockdown.ts';
import { type OpenBranch, openBranch } from './open-branch.ts';

export type FileMode = '100644' | '100755' | '120000';

/** What becomes of one path. */
export type Change =
  | { readonly path: string; readonly delete: true }
  | { readonly path: string; readonly bytes: Uint8Array; readonly mode: FileMode };

export interface CommitRequest extends Place {
  readonly branch: string;
  readonly message: string;
  /** Where the branch must be; nothing is changed where it is not. */
  readonly expectedHead?: string | undefined;
}

export interface Committed {
  readonly commit: string;
  readonly files: { readonly path: string; readonly sha?: string; readonly deleted?: true }[];
}

/** How often it starts again where the branch moved meanwhile. */
const attempts = 3;
/** Content up to this size goes with the tree; the rest is sent before, one file a request. */
const inlineBytes = 512 * 1024;

/**
 * Makes one commit of all changes and moves the branch to it. The branch only ever moves forward: where somebody
 * else was faster, the changes are worked out again on what is there now.
 *
 * @param plan works out the changes on the branch as it is, and refuses what does not fit it any more
 * @throws ToolError `conflict` where the branch keeps moving, or is not at the expected commit
 */
export async function commitChanges(
  call: GitHubCall,
  request: CommitRequest,
  plan: (branch: OpenBranch) => Promise<readonly Change[]>,
): Promise<Committed> {
  // Objects are named by their content, and a branch moved twice to the same commit is where it was.
  const again = call.with({ idempotent: true });
  for (let attempt = 1; ; attempt += 1) {
    const branch = await openBranch(call, request, request.branch, request.expectedHead);
    const changes = await plan(branch);
    const commit = await writeCommit(again, request, branch, changes);
    try {
      await moveBranch(again, request, commit);
      return { commit, files: changes.map(described) };
    } catch (error) {
      const moved = error instanceof ToolError && error.code === 'conflict';
      // The answer to an earlier try may have been lost, and somebody may have built on the commit since.
      if (moved && (await holds(call, request, commit))) return { commit, files: changes.map(described) };
      if (!moved || request.expectedHead !== undefined || attempt === attempts) throw error;
    }
  }
}

async function writeCommit(
  { request }: GitHubCall,
  { owner, repo, message }: CommitRequest,
  branch: OpenBranch,
  changes: readonly Change[],
): Promise<string> {
  const tree: TreeItem[] = [];
  for (const change of changes) tree.push(await treeItem(request, { owner, repo }, change));
  const { data: made } = await request('POST /repos/{owner}/{repo}/git/trees', {
    owner,
    repo,
    base_tree: branch.tree,
    tree,
  });
  const { data } = await request('POST /repos/{owner}/{repo}/git/commits', {
    owner,
    repo,
    message,
    tree: made.sha,
    parents: [branch.head],
  });
  return data.sha;
}

interface TreeItem {
  path: string;
  mode: FileMode;
  type: 'blob';
  sha?: string | null;
  content?: string;
}

async function treeItem(request: GitHubCall['request'], place: Place, change: Change): Promise<TreeItem> {
  const { path } = change;
  if ('delete' in change) return { path, mode: '100644', type: 'blob', sha: null };
  const { bytes, mode } = change;
  const text = bytes.length <= inlineBytes ? utf8(bytes) : undefined;
  if (text !== undefined) return { path, mode, type: 'blob', content: text };
  const { data } = await request('POST /repos/{owner}/{repo}/git/blobs', {
    owner: place.owner,
    repo: place.repo,
    content: Buffer.from(bytes).toString('base64'),
    encoding: 'base64',
  });
  return { path, mode, type: 'blob', sha: data.sha };
}

function utf8(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes).toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : undefined;
}

async function moveBranch({ request }: GitHubCall, { owner, repo, branch }: CommitRequest, sha: string) {
  await request('PATCH /repos/{owner}/{repo}/git/refs/{ref}', {
    owner,
    repo,
    ref: `heads/${branch}`,
    sha,
    force: false,
  });
}

/** Whether the branch has the commit in its history. */
async function holds({ request }: GitHubCall, { owner, repo, branch }: CommitRequest, commit: string) {
  const { data } = await request('GET /repos/{owner}/{repo}/compare/{basehead}', {
    owner,
    repo,
    basehead: `${commit}...${branch}`,
    per_page: 1,
  });
  return data.status === 'ahead' || data.status === 'identical';
}

function described(change: Change) {
  const { path } = change;
  if ('delete' in change) return { path, deleted: true } as const;
  return { path, sha: blobId(change.bytes) };
}

/** The id git gives a file; of repositories with SHA-1, which are all at GitHub. */
export const blobId = (bytes: Uint8Array): string =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
