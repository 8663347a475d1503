import { fitting, makeCursor, PAYLOAD_BYTES, readCursor } from '@portolan/runtime';

/** Where a page begins: how many items are before it, and what else pins the listing. */
export interface Position {
  readonly skip: number;
  readonly pin: string;
}

/** @throws ToolError `invalid_arguments` for a cursor of another question */
export function positionOf(question: unknown, cursor: string | undefined): Position {
  if (cursor === undefined) return { skip: 0, pin: '' };
  const [skip = '0', pin = ''] = readCursor(question, cursor, 2);
  const count = Number(skip);
  return { skip: Number.isSafeInteger(count) && count >= 0 ? count : 0, pin };
}

export const cursorAt = (question: unknown, skip: number, pin = ''): string =>
  makeCursor(question, [`${skip}`, pin]);

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
}

/**
 * One page of items.
 *
 * @param found the items from the position on; one more than the limit says that more follow
 */
export function pageOf<Item>(
  found: readonly Item[],
  {
    question,
    skip,
    pin,
    limit,
    more = false,
    budget = PAYLOAD_BYTES,
  }: Position & {
    readonly question: unknown;
    readonly limit: number;
    readonly more?: boolean;
    readonly budget?: number;
  },
): Page<Item> {
  const items = fitting(found.slice(0, limit), budget);
  const rest = more || items.length < found.length;
  return rest ? { items, nextCursor: cursorAt(question, skip + items.length, pin) } : { items };
}
