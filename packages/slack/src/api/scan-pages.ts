import type { SlackPage } from './pages.ts';

/** Where a scan stopped: on the page that a cursor gives, after so many of its items. */
export interface Place {
  readonly cursor: string | undefined;
  readonly skip: number;
}

export interface Scanned<Item> {
  readonly items: readonly Item[];
  /** Where to go on; undefined at the end. */
  readonly next: Place | undefined;
  /** Items looked at, fitting or not. */
  readonly looked: number;
  /** Slack gave a cursor that it had given before. */
  readonly repeated: boolean;
}

export interface Scan<Item> {
  readonly readPage: (cursor: string | undefined) => Promise<SlackPage<Item>>;
  readonly fits: (item: Item) => boolean;
  readonly limit: number;
  readonly maxPages: number;
  readonly start: Place;
}

/** Looks through pages for items that fit, for Slack filters neither channels nor people. */
export async function scanPages<Item>({
  readPage,
  fits,
  limit,
  maxPages,
  start,
}: Scan<Item>): Promise<Scanned<Item>> {
  const items: Item[] = [];
  const seen = new Set<string | undefined>();
  let { cursor, skip } = start;
  let looked = 0;
  for (let pages = 1; ; pages++) {
    const page = await readPage(cursor);
    seen.add(cursor);
    for (let at = skip; at < page.items.length; at++) {
      const item = page.items[at];
      looked += 1;
      if (item === undefined || !fits(item)) continue;
      items.push(item);
      const more = at + 1 < page.items.length;
      if (items.length === limit && more)
        return { items, next: { cursor, skip: at + 1 }, looked, repeated: false };
    }
    const next = page.cursor === '' ? undefined : page.cursor;
    if (next === undefined) return { items, next: undefined, looked, repeated: false };
    if (seen.has(next)) return { items, next: undefined, looked, repeated: true };
    if (items.length >= limit || pages >= maxPages) {
      return { items, next: { cursor: next, skip: 0 }, looked, repeated: false };
    }
    cursor = next;
    skip = 0;
  }
}
