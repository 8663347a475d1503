import type { ToolContext } from '../services.ts';

interface Branches {
  readonly owner: string;
  readonly repo: string;
  readonly head: string;
  readonly base: string;
}

/** The open pull request of these branches; GitHub allows one. */
export async function findOpenPull({ owner, repo, head, base }: Branches, { request }: ToolContext) {
  const label = head.includes(':') ? head : `${owner}:${head}`;
  const { data } = await request('GET /repos/{owner}/{repo}/pulls', {
    owner,
    repo,
    state: 'open',
    head: label,
    base,
    per_page: 100,
  });
  // GitHub ignores a head it does not understand, and then lists all.
  return data.find((pull) => pull.head.label?.toLowerCase() === label.toLowerCase());
}
