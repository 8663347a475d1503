import type { CallBasics } from '@portolan/runtime';

/** The repositories that a search names by `repo:`, as a policy compares them. */
export const repositoriesIn = (query: string): readonly string[] =>
  [...query.matchAll(/(?:^|[\s(])repo:"?([\w.-]+\/[\w.-]+)/gi)].map(([, name = '']) => name.toLowerCase());

/** A search answers from everywhere, so what the caller's policy does not allow is taken out of the answer. */
export function permitted<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  { permits }: Pick<CallBasics, 'permits'>,
): readonly Item[] {
  return permits ? items.filter((item) => permits({ repo: [nameOf(item).toLowerCase()] })) : items;
}
