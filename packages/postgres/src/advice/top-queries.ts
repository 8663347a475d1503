import * as z from 'zod';
import { hideClosed, NAME_MARGIN } from '../catalog/closed-schemas.ts';
import { readJson } from '../catalog/read-objects.ts';
import type { CallOptions } from '../connection/database.ts';
import { hasExtension } from '../explain/explain-query.ts';
import type { Source } from '../sources/sources.ts';

export const orders = ['total_time', 'mean_time', 'calls', 'rows', 'reads'] as const;

/** Characters of a statement that are shown. */
const SHOWN_TEXT = 1_000;

export const TopQuery = z.object({
  id: z.string(),
  query: z.string(),
  calls: z.number(),
  totalMs: z.number(),
  meanMs: z.number(),
  rows: z.number(),
  blocksRead: z.number(),
});

export type TopQuery = z.output<typeof TopQuery>;

const columns = {
  total_time: 'total_exec_time',
  mean_time: 'mean_exec_time',
  calls: 'calls',
  rows: 'rows',
  reads: 'shared_blks_read',
};

const top = (order: (typeof orders)[number]) => `
  SELECT json_build_object('id', queryid::text, 'query', left(query, ${SHOWN_TEXT + NAME_MARGIN}), 'calls', calls, 'totalMs', round(total_exec_time::numeric, 1),
    'meanMs', round(mean_exec_time::numeric, 2), 'rows', rows, 'blocksRead', shared_blks_read)
  FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND toplevel
  ORDER BY ${columns[order]} DESC, queryid, userid LIMIT $1::int OFFSET $2::int`;

/** Statements by what they cost, without the text of those that name closed schemas; undefined where the extension that counts is missing. */
export async function topQueries(
  source: Source,
  order: (typeof orders)[number],
  { count, offset }: { readonly count: number; readonly offset: number },
  options: CallOptions,
): Promise<TopQuery[] | undefined> {
  if (!(await hasExtension(source, 'pg_stat_statements', options))) return undefined;
  const found = await readJson(source, TopQuery, top(order), [`${count}`, `${offset}`], options);
  const texts = await hideClosed(
    source,
    found.map(({ query }) => query),
    options,
  );
  return found.map((query, at) => ({ ...query, query: texts[at]?.slice(0, SHOWN_TEXT) ?? '' }));
}

/** What happened since the last look, by statement. */
export function sinceLast(now: readonly TopQuery[], before: ReadonlyMap<string, TopQuery> | undefined) {
  return now.map((query) => {
    const last = before?.get(query.id);
    if (last === undefined || last.calls > query.calls) return query;
    return {
      ...query,
      newCalls: query.calls - last.calls,
      newMs: Math.round((query.totalMs - last.totalMs) * 10) / 10,
    };
  });
}
