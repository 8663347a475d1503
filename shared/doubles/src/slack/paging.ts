import type { Arguments } from './arguments.ts';
import { refuse } from './refusal.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly cursor: string;
}

/** One page by Slack's cursors: opaque text, empty at the end. */
export function pageOf<Item>(
  all: readonly Item[],
  given: Arguments,
  otherwise: number,
  most = 1_000,
): Page<Item> {
  const start = startOf(given.optional('cursor'));
  const limit = Math.min(Math.max(given.number('limit', otherwise) || otherwise, 1), most);
  const end = start + limit;
  return {
    items: all.slice(start, end),
    cursor: end < all.length ? Buffer.from(`next:${end}`).toString('base64') : '',
  };
}

function startOf(cursor: string | undefined): number {
  if (cursor === undefined || cursor === '') return 0;
  const [, start] = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString()) ?? [];
  return start === undefined ? refuse('invalid_cursor') : Number(start);
}
