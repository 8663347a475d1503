import { type CallBasics, fail } from '@portolan/runtime';

/** The repositories that a search names by `repo:`, as a policy compares them. */
export const repositoriesIn = (query: string): readonly string[] =>
  [...query.matchAll(/(?:^|[\s(])repo:"?([\w.-]+\/[\w.-]+)/gi)].map(([, name = '']) => name.toLowerCase());

/**
 * Refuses what could make a search reach beyond the repositories it names: what is found there is taken out of
 * the answer, but how much was found would still be told.
 *
 * @throws ToolError `forbidden`, only where the caller's policy is about repositories
 */
export function demandNarrow(query: string, { permits }: Pick<CallBasics, 'permits'>): void {
  if (permits === undefined) return;
  if (!/[()]|(?:^|\s)(?:OR|NOT)(?:\s|$)|(?:^|\s)"?(?:user|org|owner|enterprise|saved):/i.test(query)) return;
  fail('forbidden', 'Your policy allows searches of certain repositories, and this could reach others.', {
    next: 'Name them by repo:owner/name, without OR, NOT, brackets, user: and org:.',
  });
}

/** A search answers from everywhere, so what the caller's policy does not allow is taken out of the answer. */
export function permitted<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  { permits }: Pick<CallBasics, 'permits'>,
): readonly Item[] {
  return permits ? items.filter((item) => permits({ repo: [nameOf(item).toLowerCase()] })) : items;
}
