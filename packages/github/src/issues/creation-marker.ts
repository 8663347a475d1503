import { createHash } from 'node:crypto';
import type { ToolContext } from '../services.ts';

/** So many of the newest issues are looked through for the marker. */
const NEWEST = 100;

/** A comment of HTML, which nobody sees on GitHub, that says which call made an issue. */
export function markerOf(owner: string, repo: string, key: string): string {
  const name = `${owner}/${repo}`.toLowerCase();
  const hash = createHash('sha256')
    .update(JSON.stringify([name, key]))
    .digest('hex')
    .slice(0, 32);
  return `<!-- portolan:created ${hash} -->`;
}

/** The issue that an earlier call with the same key made, among the newest of the repository. */
export async function findMarked(owner: string, repo: string, marker: string, { request }: ToolContext) {
  const { data } = await request('GET /repos/{owner}/{repo}/issues', {
    owner,
    repo,
    state: 'all',
    sort: 'created',
    direction: 'desc',
    per_page: NEWEST,
  });
  return data.find(({ body }) => body?.includes(marker));
}
