import { fail } from '@portolan/runtime';
import type { GitHubCall } from '../client/types.ts';
import type { Place } from '../lockdown/lockdown.ts';

/** One entry, with its path from the top of the repository. */
export interface TreeEntry {
  readonly path: string;
  readonly type: string;
  readonly mode: string;
  readonly sha: string;
  readonly size?: number;
}

/** How many trees are asked for where GitHub cuts one that is too large (100,000 entries or 7 MB). */
const maxRequests = 100;

export interface WalkedTree {
  readonly entries: readonly TreeEntry[];
  /** Folders that were not looked into, for there were too many. */
  readonly unread: readonly string[];
}

interface Folder {
  readonly path: string;
  readonly sha: string;
}

/**
 * The entries below a folder, in the order of git. Where GitHub cuts the answer, folder by folder.
 *
 * @param start a commit, branch, tag or tree
 * @param folder from the top; empty for the top itself
 * @throws ToolError `not_found`, or `unsupported` where the path is no folder
 */
export async function walkTree(
  call: GitHubCall,
  place: Place,
  start: string,
  folder: string,
): Promise<WalkedTree> {
  const top = await folderAt(call, place, start, folder);
  const entries: TreeEntry[] = [];
  const queue: Folder[] = [top];
  let requests = 0;
  while (queue.length > 0 && requests < maxRequests) {
    const [next] = queue.splice(0, 1);
    if (next === undefined) break;
    requests += 1;
    const whole = await readTree(call, place, next, true);
    if (!whole.truncated) {
      entries.push(...whole.entries);
      continue;
    }
    requests += 1;
    const level = await readTree(call, place, next, false);
    entries.push(...level.entries);
    queue.push(...level.entries.filter(({ type }) => type === 'tree'));
  }
  const byPath = (one: TreeEntry, other: TreeEntry) => (one.path < other.path ? -1 : 1);
  return { entries: entries.toSorted(byPath), unread: queue.map(({ path }) => path) };
}

/** Goes down to a folder, so that what lies beside it is never asked for. */
async function folderAt(call: GitHubCall, place: Place, start: string, path: string): Promise<Folder> {
  let at: Folder = { path: '', sha: start };
  for (const name of path === '' ? [] : path.split('/')) {
    const { entries } = await readTree(call, place, at, false);
    const wanted = at.path === '' ? name : `${at.path}/${name}`;
    const entry = entries.find((candidate) => candidate.path === wanted);
    if (entry === undefined) return fail('not_found', `There is no ${wanted} at this ref.`);
    if (entry.type !== 'tree') {
      return fail('unsupported', `${wanted} is no folder.`, { next: 'Use get_file_contents.' });
    }
    at = { path: wanted, sha: entry.sha };
  }
  return at;
}

/** One level of a tree, or all below it, with paths from the top. */
export async function readTree(
  { request }: GitHubCall,
  { owner, repo }: Place,
  { path, sha }: Folder,
  recursive: boolean,
): Promise<{ readonly entries: readonly TreeEntry[]; readonly truncated: boolean }> {
  const { data } = await request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
    owner,
    repo,
    tree_sha: sha,
    ...(recursive && { recursive: 'true' }),
  });
  const entries = data.tree.map((entry) => ({
    path: path === '' ? entry.path : `${path}/${entry.path}`,
    type: entry.type,
    mode: entry.mode,
    sha: entry.sha,
    ...(entry.size !== undefined && { size: entry.size }),
  }));
  return { entries, truncated: data.truncated };
}
