import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { orders, sinceLast, type TopQuery, topQueries } from '../advice/top-queries.ts';
import { cursorOwner } from '../reading/cursor.ts';
import { readPage } from '../reading/page.ts';
import type { Source } from '../sources/sources.ts';
import { defineSourceTool } from './define-source-tool.ts';
import { cursor } from './fields.ts';

/** What calls saw last of each statement, for the difference. */
const lastSeen = new WeakMap<Source, Map<string, TopQuery>>();
/** Statements of a source that are remembered: as many as the extension counts unless it is told otherwise. */
const MAX_REMEMBERED = 5_000;

export const getTopQueries = defineSourceTool({
  name: 'get_top_queries',
  title: 'Get Top Queries',
  toolset: 'performance',
  description:
    'The statements that cost most, and what they did since the last call. Needs pg_stat_statements.',
  effect: 'read',
  input: {
    orderBy: z.enum(orders).default('total_time'),
    limit: z.int().min(1).max(100).default(10),
    cursor,
  },
  output: z.object({
    queries: z.array(z.looseObject({ id: z.string(), query: z.string() })),
    notShown: z.string().optional(),
    nextCursor: z.string().optional(),
  }),
  run: async ({ orderBy, limit, cursor }, source, options) => {
    const owner = cursorOwner(source.settings.alias, 'get_top_queries', orderBy, limit);
    let notShown: string | undefined;
    const { lists, more } = await readPage({ limit, cursor, owner }, async (count, offset) => {
      const top = (await topQueries(source, orderBy, { count, offset }, options)) ?? refuseUncounted();
      ({ notShown } = top);
      return { queries: top.queries };
    });
    const queries = lists.queries.slice(0, limit);
    const answer = sinceLast(queries, lastSeen.get(source));
    remember(source, queries);
    return { queries: answer, ...(notShown !== undefined && { notShown }), ...more };
  },
});

function remember(source: Source, queries: readonly TopQuery[]): void {
  const seen = lastSeen.get(source) ?? new Map<string, TopQuery>();
  if (seen.size + queries.length > MAX_REMEMBERED) seen.clear();
  for (const query of queries) seen.set(query.id, query);
  lastSeen.set(source, seen);
}

function refuseUncounted(): never {
  return fail(
    'unsupported',
    'Statements are not counted: the extension pg_stat_statements is not in this database.',
    {
      next: 'Ask the operator to add it to shared_preload_libraries, restart, and run CREATE EXTENSION pg_stat_statements; list_activity shows what runs now.',
    },
  );
}
