import { decodeCursor, encodeCursor } from './cursor.ts';

/** A part of a listing. */
export interface Page {
  /** Entries at most. */
  readonly limit: number;
  readonly cursor: string | undefined;
  /** What the cursor belongs to, from `cursorOwner`. */
  readonly owner: string;
}

/** The cursor of what comes after a page, where there is more. */
export interface More {
  nextCursor?: string;
}

/**
 * Reads one page of several lists that go on together.
 *
 * @param read answers each list from the offset on, one entry more than the limit where there are more
 * @throws ToolError `invalid_arguments` for a cursor of other arguments
 */
export async function readPage<Lists extends Readonly<Record<string, readonly unknown[]>>>(
  { limit, cursor, owner }: Page,
  read: (count: number, offset: number) => Promise<Lists>,
): Promise<{ lists: Lists; more: More }> {
  const offset = decodeCursor(cursor, owner);
  const lists = await read(limit + 1, offset);
  const isMore = Object.values(lists).some((list) => list.length > limit);
  return { lists, more: isMore ? { nextCursor: encodeCursor(owner, offset + limit) } : {} };
}
