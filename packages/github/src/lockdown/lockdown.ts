import { createHash } from 'node:crypto';
import { fail } from '@portolan/runtime';
import type { GitHubCall } from '../client/types.ts';

/** Who wrote something, as GitHub's answers name them; null or undefined for a ghost. */
export type Author = { readonly id: number; readonly login: string } | null | undefined;

export interface Place {
  readonly owner: string;
  readonly repo: string;
}

/** Shows only what people with push access wrote. Without lockdown everything is shown. */
export interface Lockdown {
  readonly on: boolean;
  /** Whether content of this author may be shown; false as well where that cannot be told. */
  mayShow(call: GitHubCall, place: Place, author: Author): Promise<boolean>;
  /** What may be shown of a list, in its order. */
  shown<Item>(
    call: GitHubCall,
    place: Place,
    items: readonly Item[],
    authorOf: (item: Item) => Author,
  ): Promise<readonly Item[]>;
  /** @throws ToolError `forbidden` for what an author without push access wrote */
  demand(call: GitHubCall, place: Place, author: Author): Promise<void>;
  /**
   * Refuses refs behind which somebody without push access may have put commits: those of pull requests, of
   * forks, and commits that the default branch does not hold.
   *
   * @throws ToolError `forbidden`
   */
  demandRef(call: GitHubCall, place: Place, ref: string | undefined): Promise<void>;
}

/** So long after push access was taken away content may still be shown. */
const rememberMs = 60_000;
const maxRemembered = 10_000;

export function createLockdown(on: boolean): Lockdown {
  const pushers = createMemory();
  const mayShow: Lockdown['mayShow'] = async (call, place, author) => {
    if (!on) return true;
    if (!author) return false;
    const key = [call.credential.secret, place.owner.toLowerCase(), place.repo.toLowerCase(), author.id];
    return pushers(key, () => hasPushAccess(call, place, author));
  };
  return {
    on,
    mayShow,
    async shown(call, place, items, authorOf) {
      if (!on) return items;
      const allowed = await Promise.all(items.map((item) => mayShow(call, place, authorOf(item))));
      return items.filter((_, index) => allowed[index]);
    },
    async demand(call, place, author) {
      if (await mayShow(call, place, author)) return;
      fail('forbidden', 'Its author may not push to the repository, so it is not shown (lockdown).', {
        next: 'Ask the user to look at it at GitHub, or the operator to end the lockdown.',
      });
    },
    async demandRef(call, place, ref) {
      if (!on || ref === undefined || (await isOwnRef(call, place, ref))) return;
      fail('forbidden', 'This ref may hold commits of people who may not push here (lockdown).', {
        next: 'Use a branch or tag of the repository, or a commit of its default branch.',
      });
    },
  };
}

/** By the id that GitHub answers with: a login can have gone to somebody else. */
async function hasPushAccess({ request }: GitHubCall, { owner, repo }: Place, author: NonNullable<Author>) {
  try {
    const { data } = await request('GET /repos/{owner}/{repo}/collaborators/{username}/permission', {
      owner,
      repo,
      username: author.login,
    });
    return data.user?.id === author.id && (data.permission === 'admin' || data.permission === 'write');
  } catch {
    // Whatever the reason is: what cannot be told is not shown.
    return false;
  }
}

async function isOwnRef({ request }: GitHubCall, { owner, repo }: Place, ref: string): Promise<boolean> {
  const name = ref.replace(/^refs\//, '');
  if (name !== ref && !/^(heads|tags)\//.test(name)) return false;
  const exists = async (kind: 'heads' | 'tags') => {
    const { data } = await request('GET /repos/{owner}/{repo}/git/ref/{ref}', {
      owner,
      repo,
      ref: name === ref ? `${kind}/${ref}` : name,
    });
    return data.ref === (name === ref ? `refs/${kind}/${ref}` : ref);
  };
  if (await exists('heads').catch(() => false)) return true;
  if (name === ref && (await exists('tags').catch(() => false))) return true;
  return /^[0-9a-f]{7,64}$/.test(ref) && isReachable({ request }, { owner, repo }, ref);
}

/** Whether the default branch holds a commit: seen from there, nothing is ahead. */
async function isReachable({ request }: Pick<GitHubCall, 'request'>, place: Place, commit: string) {
  try {
    const { data } = await request('GET /repos/{owner}/{repo}', { ...place });
    const { data: comparison } = await request('GET /repos/{owner}/{repo}/compare/{basehead}', {
      ...place,
      basehead: `${data.default_branch}...${commit}`,
      per_page: 1,
    });
    return comparison.status === 'behind' || comparison.status === 'identical';
  } catch {
    return false;
  }
}

/** Remembers answers for a while, under hashes: the keys hold credentials. */
function createMemory() {
  const known = new Map<string, { readonly answer: Promise<boolean>; readonly until: number }>();
  return (key: readonly unknown[], ask: () => Promise<boolean>): Promise<boolean> => {
    const hash = createHash('sha256').update(JSON.stringify(key)).digest('base64url');
    const found = known.get(hash);
    if (found && found.until > performance.now()) return found.answer;
    const answer = ask();
    known.delete(hash);
    known.set(hash, { answer, until: performance.now() + rememberMs });
    const [oldest] = known.size > maxRemembered ? known.keys() : [];
    if (oldest !== undefined) known.delete(oldest);
    return answer;
  };
}
