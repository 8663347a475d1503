import { completionsOrNone, type Variables } from '@portolan/runtime';
import { owner as ownerName, repo as repoName } from '../schema/names.ts';
import type { Context, ToolContext } from '../services.ts';

/** MCP answers at most this many values. */
const MOST_VALUES = 100;

/** The context of a resource or a prompt together with GitHub, as tools have it. */
export const withGitHub = async (context: Context): Promise<ToolContext> => ({
  ...context,
  ...(await context.github.for(context)),
});

type Complete = (typed: string, others: Variables, context: Context) => Promise<readonly string[]>;

/** Completes owners and repositories from those the credential can see, those pushed to last first. */
export const completeOwner: Complete = (typed, _others, context) =>
  completionsOrNone(async () => {
    const names = (await ownRepositories(context)).map(({ owner }) => owner);
    return starting(names, typed);
  });

export const completeRepo: Complete = (typed, { owner = '' }, context) =>
  completionsOrNone(async () => {
    const own = await ownRepositories(context);
    const wanted = own.filter((one) => one.owner.toLowerCase() === owner.toLowerCase());
    return starting(
      wanted.map(({ repo }) => repo),
      typed,
    );
  });

/** Completes the number of an open issue or pull request, those changed last first. */
export const completeNumber =
  (kind: 'issues' | 'pulls'): Complete =>
  (typed, { owner = '', repo = '' }, context) =>
    completionsOrNone(async () => {
      if (!mayName(owner, repo, context)) return [];
      const { request } = await withGitHub(context);
      const route =
        kind === 'issues' ? 'GET /repos/{owner}/{repo}/issues' : 'GET /repos/{owner}/{repo}/pulls';
      const query = { owner, repo, sort: 'updated', direction: 'desc', per_page: 100 } as const;
      const { data } = await request(route, query);
      const numbers = data.flatMap((one) =>
        kind === 'issues' && 'pull_request' in one && one.pull_request ? [] : [`${one.number}`],
      );
      return starting(numbers, typed);
    });

async function ownRepositories(context: Context) {
  const { request } = await withGitHub(context);
  const { data } = await request('GET /user/repos', { sort: 'pushed', per_page: 100 });
  return data
    .map(({ owner, name }) => ({ owner: owner.login, repo: name }))
    .filter(({ owner, repo }) => mayName(owner, repo, context));
}

/** Whether these are names of a repository, and of one that the caller's policy allows. */
export const mayName = (owner: string, repo: string, { permits }: Context): boolean =>
  ownerName.safeParse(owner).success &&
  repoName.safeParse(repo).success &&
  (permits?.({ repo: [`${owner}/${repo}`.toLowerCase()] }) ?? true);

const starting = (values: readonly string[], typed: string): readonly string[] =>
  [...new Set(values)]
    .filter((value) => value.toLowerCase().startsWith(typed.toLowerCase()))
    .slice(0, MOST_VALUES);
