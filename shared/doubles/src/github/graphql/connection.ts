import { fault } from './fault.ts';

/** The arguments every list takes. */
export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

const cursorOf = (at: number) => Buffer.from(`cursor:${at}`).toString('base64');

const indexOf = (cursor: string | null | undefined): number | undefined => {
  if (!cursor) return undefined;
  const match = /^cursor:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'));
  if (!match) throw fault('INVALID_CURSOR_ARGUMENTS', `\`${cursor}\` does not appear to be a valid cursor.`);
  return Number(match[1]);
};

const unbounded = (): never => {
  throw fault(
    'MISSING_PAGINATION_BOUNDARIES',
    'You must provide a `first` or `last` value to properly paginate the connection.',
  );
};

/** Part of a list: GitHub wants `first` or `last`, at most 100, for anything but the count. */
export function connection<T, V>(
  all: readonly T[],
  { first, after, last, before }: PageArguments,
  view: (one: T) => V,
) {
  const count = first ?? last;
  if (count === undefined || count === null) {
    return { totalCount: all.length, nodes: unbounded, edges: unbounded, pageInfo: unbounded };
  }
  if (count > 100) {
    throw fault(
      'EXCESSIVE_PAGINATION',
      `Requesting ${count} records on the connection exceeds the \`first\` limit of 100 records.`,
    );
  }
  const from = (indexOf(after) ?? -1) + 1;
  const to = indexOf(before) ?? all.length;
  const start = first === undefined || first === null ? Math.max(from, to - count) : from;
  const end = first === undefined || first === null ? to : Math.min(to, from + count);
  const shown = all.slice(start, end);
  return {
    totalCount: all.length,
    nodes: () => shown.map(view),
    edges: () => shown.map((one, at) => ({ cursor: cursorOf(start + at), node: view(one) })),
    pageInfo: {
      hasNextPage: end < all.length,
      hasPreviousPage: start > 0,
      startCursor: shown.length > 0 ? cursorOf(start) : null,
      endCursor: shown.length > 0 ? cursorOf(end - 1) : null,
    },
  };
}
