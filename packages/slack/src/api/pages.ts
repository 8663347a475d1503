/** One page of an answer of Slack. */
export interface SlackPage<Item> {
  readonly items: readonly Item[];
  /** Where the next one begins; Slack says "" where there is none. */
  readonly cursor: string | undefined;
}

export interface Collected<Item> {
  readonly items: readonly Item[];
  /** How to go on, where a bound stopped it. */
  readonly cursor: string | undefined;
  readonly pages: number;
  /** Slack gave a cursor that it had given before, which would go on for ever. */
  readonly repeated: boolean;
}

export interface CollectBounds {
  readonly maxPages: number;
  /** Stops after the page on which so many are reached. */
  readonly maxItems: number;
}

/** Reads pages until there are enough, the bound on pages is met, the end comes, or a cursor comes again. */
export async function collectPages<Item>(
  readPage: (cursor: string | undefined) => Promise<SlackPage<Item>>,
  { maxPages, maxItems }: CollectBounds,
  start?: string,
): Promise<Collected<Item>> {
  const items: Item[] = [];
  const seen = new Set<string>(start === undefined ? [] : [start]);
  let cursor = start;
  for (let pages = 1; ; pages++) {
    const page = await readPage(cursor);
    items.push(...page.items);
    const next = page.cursor === '' ? undefined : page.cursor;
    if (next === undefined) return { items, cursor: undefined, pages, repeated: false };
    if (seen.has(next)) return { items, cursor: undefined, pages, repeated: true };
    if (pages >= maxPages || items.length >= maxItems) return { items, cursor: next, pages, repeated: false };
    seen.add(next);
    cursor = next;
  }
}
