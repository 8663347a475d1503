import { ToolError } from '@portolan/runtime';
import type { GitHubCall } from '../client/types.ts';
import { readPath } from '../repository/read-path.ts';
import { isFilePath, isRef, owner as ownerName } from '../schema/names.ts';
import type { Context } from '../services.ts';
import { mayName } from './names-of-numbered.ts';

/** MCP answers at most this many values. */
const maxValues = 100;

type Complete = (
  typed: string,
  others: Readonly<Record<string, string>>,
  context: Context,
) => Promise<readonly string[]>;

/** What people may mean while they type; what cannot be had yet has nothing to offer. */
const offering =
  (
    find: (
      call: GitHubCall,
      typed: string,
      others: Readonly<Record<string, string>>,
      context: Context,
    ) => Promise<readonly string[]>,
  ): Complete =>
  async (typed, others, context) => {
    try {
      const found = await find(await context.github.for(context), typed, others, context);
      const begins = typed.toLowerCase();
      return found.filter((value) => value.toLowerCase().startsWith(begins)).slice(0, maxValues);
    } catch (error) {
      if (error instanceof ToolError) return [];
      throw error;
    }
  };

export const completeRepo = offering(async ({ request }, _typed, { owner = '' }, context) => {
  if (!ownerName.safeParse(owner).success) return [];
  const { data } = await request('GET /users/{username}/repos', {
    username: owner,
    sort: 'pushed',
    per_page: 100,
  });
  return data.map(({ name }) => name).filter((name) => mayName(owner, name, context));
});

/** The repository that is typed already, where its names are names and the caller's policy allows it. */
const placeIn = ({ owner = '', repo = '' }: Readonly<Record<string, string>>, context: Context) =>
  mayName(owner, repo, context) ? { owner, repo } : undefined;

/** Branches and tags. */
export const completeRef = offering(async ({ request }, typed, others, context) => {
  const place = placeIn(others, context);
  if (place === undefined) return [];
  const prefix = isRef(typed) ? typed : '';
  const found = await Promise.all(
    ['heads', 'tags'].map((kind) =>
      request('GET /repos/{owner}/{repo}/git/matching-refs/{ref}', { ...place, ref: `${kind}/${prefix}` }),
    ),
  );
  return found.flatMap(({ data }) => data.map(({ ref }) => ref.replace(/^refs\/(heads|tags)\//, '')));
});

/** Entries of the folder that is typed so far. */
export const completePath = offering(async (call, typed, others, context) => {
  const place = placeIn(others, context);
  const folder = typed.slice(0, Math.max(0, typed.lastIndexOf('/')));
  if (place === undefined || !isFilePath(folder)) return [];
  await context.lockdown.demandRef(call, place, others.ref);
  const contents = await readPath(call, place, folder, others.ref);
  if (contents.type !== 'dir') return [];
  const above = folder === '' ? '' : `${folder}/`;
  return contents.entries.map(({ name, type }) => `${above}${name}${type === 'dir' ? '/' : ''}`);
});
