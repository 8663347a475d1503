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
  total_time: '"totalMs"',
  mean_time: '"meanMs"',
  calls: 'calls',
  rows: 'rows',
  reads: '"blocksRead"',
};

/** One of each statement, whoever runs it: the extension counts each role's calls apart, and hides those of others. */
const top = (order: (typeof orders)[number], shown: number) => `
  SELECT json_build_object('id', id, 'query', query, 'calls', calls, 'totalMs', "totalMs", 'meanMs', "meanMs", 'rows', rows, 'blocksRead', "blocksRead")
  FROM (SELECT queryid::text AS id, left(min(query), ${shown + NAME_MARGIN}) AS query, sum(calls) AS calls, round(sum(total_exec_time)::numeric, 1) AS "totalMs",
      round((sum(total_exec_time) / greatest(sum(calls), 1))::numeric, 2) AS "meanMs", sum(rows) AS rows, sum(shared_blks_read) AS "blocksRead"
    FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND toplevel AND queryid IS NOT NULL
    GROUP BY queryid) statement
  ORDER BY ${columns[order]} DESC, id LIMIT $1::int OFFSET $2::int`;

const unseen = `
  SELECT to_json(format('%s statements of other roles are not shown to this role; GRANT pg_read_all_stats TO %I', count(*), current_user))
  FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND toplevel AND queryid IS NULL
  HAVING count(*) > 0`;

export interface Top {
  readonly queries: TopQuery[];
  /** What the role may not see, and how it could. */
  readonly notShown: string | undefined;
}

/** Statements by what they cost, without the text of those that name closed schemas; undefined where the extension that counts is missing. */
export async function topQueries(
  source: Source,
  order: (typeof orders)[number],
  {
    count,
    offset,
    shown = SHOWN_TEXT,
  }: {
    readonly count: number;
    readonly offset: number;
    /** Characters of each statement. */
    readonly shown?: number;
  },
  options: CallOptions,
): Promise<Top | undefined> {
  if (!(await hasExtension(source, 'pg_stat_statements', options))) return undefined;
  const found = await readJson(source, TopQuery, top(order, shown), [`${count}`, `${offset}`], options);
  const [notShown] = await readJson(source, z.string(), unseen, [], options);
  const texts = await hideClosed(
    source,
    found.map(({ query }) => query),
    options,
  );
  const queries = found.map((query, at) => ({ ...query, query: texts[at]?.slice(0, shown) ?? '' }));
  return { queries, notShown };
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
