import { createHash } from 'node:crypto';
import type { Credential } from '../credentials/types.ts';
import type { ToolContext } from '../services.ts';

/** So many of the newest issues are looked through for the marker. */
const NEWEST = 100;

/**
 * A comment of HTML, which nobody sees on GitHub, that says which call made an issue. Callers who bring tokens of
 * their own do not find each other's by using the same key.
 */
export function markerOf(owner: string, repo: string, key: string, { own, secret }: Credential): string {
  const name = `${owner}/${repo}`.toLowerCase();
  const hash = createHash('sha256')
    .update(JSON.stringify(own ? [name, key, secret] : [name, key]))
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
  // The first of them: whoever can see the marker could put it into an issue of theirs afterwards.
  return data.findLast(({ body, pull_request }) => !pull_request && body?.includes(marker));
}

const running = new Map<string, Promise<unknown>>();

/** Calls with one key come one after the other, so that the second finds what the first made. */
export async function oneAfterTheOther<Made>(marker: string, make: () => Promise<Made>): Promise<Made> {
  const own = (running.get(marker) ?? Promise.resolve()).then(make, make);
  running.set(marker, own);
  try {
    return await own;
  } finally {
    if (running.get(marker) === own) running.delete(marker);
  }
}
