import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { orders, sinceLast, type TopQuery, topQueries } from '../advice/top-queries.ts';
import type { Source } from '../sources/sources.ts';
import { defineSourceTool } from './define-source-tool.ts';

/** What the last call saw, for the difference. */
const lastSeen = new WeakMap<Source, ReadonlyMap<string, TopQuery>>();

export const getTopQueries = defineSourceTool({
  name: 'get_top_queries',
  title: 'Get Top Queries',
  toolset: 'performance',
  description:
    'The statements that cost most, and what they did since the last call. Needs pg_stat_statements.',
  effect: 'read',
  input: { orderBy: z.enum(orders).default('total_time'), limit: z.int().min(1).max(100).default(10) },
  output: z.object({ queries: z.array(z.looseObject({ id: z.string(), query: z.string() })) }),
  run: async ({ orderBy, limit }, source, options) => {
    const queries = await topQueries(source, orderBy, limit, options);
    if (queries === undefined) {
      return fail(
        'unsupported',
        'Statements are not counted: the extension pg_stat_statements is not in this database.',
        {
          next: 'Ask the operator to add it to shared_preload_libraries, restart, and run CREATE EXTENSION pg_stat_statements; list_activity shows what runs now.',
        },
      );
    }
    const answer = sinceLast(queries, lastSeen.get(source));
    lastSeen.set(source, new Map(queries.map((query) => [query.id, query])));
    return { queries: answer };
  },
});
