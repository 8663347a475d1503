import { fail, ToolError } from '@portolan/runtime';
import type { GitHubCall } from '../client/types.ts';
import type { Place } from '../lockdown/lockdown.ts';
import { readTree, type TreeEntry } from '../repository/tree.ts';

/** A branch as it is now, to build a commit on. */
export interface OpenBranch {
  readonly name: string;
  readonly head: string;
  readonly tree: string;
  /**
   * What is at a path; undefined where nothing is.
   *
   * @throws ToolError `unsupported` where the path leads through something that is no folder
   */
  entry(path: string): Promise<TreeEntry | undefined>;
}

/** @throws ToolError `not_found`, or `conflict` where the head is not the expected one */
export async function openBranch(
  call: GitHubCall,
  place: Place,
  name: string,
  expectedHead: string | undefined,
): Promise<OpenBranch> {
  const head = await headOf(call, place, name);
  if (expectedHead !== undefined && head !== expectedHead) {
    fail('conflict', `The branch ${name} is not at the expected commit.`, { data: { head } });
  }
  const { data } = await call.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
    owner: place.owner,
    repo: place.repo,
    commit_sha: head,
  });
  const levels = new Map<string, Promise<readonly TreeEntry[]>>();
  const level = (path: string, sha: string) => {
    const known =
      levels.get(sha) ?? readTree(call, place, { path, sha }, false).then(({ entries }) => entries);
    levels.set(sha, known);
    return known;
  };
  return { name, head, tree: data.tree.sha, entry: (path) => entryAt(level, data.tree.sha, path) };
}

/** The commit a branch points to. */
export async function headOf({ request }: GitHubCall, { owner, repo }: Place, name: string): Promise<string> {
  try {
    const { data } = await request('GET /repos/{owner}/{repo}/git/ref/{ref}', {
      owner,
      repo,
      ref: `heads/${name}`,
    });
    return data.object.sha;
  } catch (error) {
    if (!(error instanceof ToolError) || error.data?.status !== 404) throw error;
    return fail('not_found', `There is no branch ${name}, or the credential may not see it.`, {
      next: 'List the branches with list_branches, or make it with create_branch.',
    });
  }
}

async function entryAt(
  level: (path: string, sha: string) => Promise<readonly TreeEntry[]>,
  root: string,
  path: string,
): Promise<TreeEntry | undefined> {
  const names = path.split('/');
  let sha = root;
  for (const [index, name] of names.entries()) {
    const above = names.slice(0, index).join('/');
    const wanted = above === '' ? name : `${above}/${name}`;
    const entry = (await level(above, sha)).find((candidate) => candidate.path === wanted);
    if (entry === undefined || index === names.length - 1) return entry;
    if (entry.type !== 'tree') fail('unsupported', `${wanted} is no folder, so nothing can be below it.`);
    sha = entry.sha;
  }
  return undefined;
}
