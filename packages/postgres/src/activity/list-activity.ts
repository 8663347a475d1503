import * as z from 'zod';
import { hideClosed, relationIsOpen, schemaValues, sessionText } from '../catalog/closed-schemas.ts';
import { readJson } from '../catalog/read-objects.ts';
import type { CallOptions } from '../connection/database.ts';
import type { Source } from '../sources/sources.ts';

/** Characters of a statement that are shown. */
export const SHOWN_TEXT = 500;

export const Backend = z.object({
  pid: z.int(),
  user: z.string().nullish(),
  database: z.string().nullish(),
  application: z.string().nullish(),
  state: z.string().nullish(),
  waiting: z.string().nullish(),
  blockedBy: z.array(z.int()).nullish(),
  transactionSeconds: z.number().nullish(),
  statementSeconds: z.number().nullish(),
  query: z.string().nullish(),
});

const backends = `
  SELECT json_strip_nulls(json_build_object('pid', a.pid, 'user', a.usename, 'database', a.datname, 'application', a.application_name,
    'state', a.state, 'waiting', nullif(concat_ws(': ', a.wait_event_type, a.wait_event), 'Client: ClientRead'),
    'blockedBy', (SELECT json_agg(DISTINCT b) FROM unnest(pg_blocking_pids(a.pid)) b),
    'transactionSeconds', round(extract(epoch FROM clock_timestamp() - a.xact_start)::numeric, 1),
    'statementSeconds', CASE WHEN a.state = 'active' THEN round(extract(epoch FROM clock_timestamp() - a.query_start)::numeric, 1) END,
    'query', ${sessionText('a.query', 'a.datname', SHOWN_TEXT)}))
  FROM pg_stat_activity a
  WHERE a.pid <> pg_backend_pid() AND a.backend_type = 'client backend' AND ($3::boolean OR a.datname = current_database())
    AND ($4::boolean OR a.state <> 'idle' OR EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND NOT l.granted))
  ORDER BY a.xact_start NULLS LAST, a.pid LIMIT 200`;

/** The name of a relation of this database, unless its schema is closed; that of another has no name here. */
const nameOf = (relation: string, database: string) => `
  CASE WHEN ${database} IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
    THEN CASE WHEN ${relationIsOpen(relation)} THEN ${relation}::regclass::text END END`;

const locks = `
  SELECT json_strip_nulls(json_build_object('pid', l.pid, 'mode', l.mode, 'relation', ${nameOf('l.relation', 'l.database')}, 'kind', l.locktype,
    'waitSeconds', round(extract(epoch FROM clock_timestamp() - l.waitstart)::numeric, 1)))
  FROM pg_locks l WHERE NOT l.granted ORDER BY l.waitstart LIMIT 100`;

const progress = `
  SELECT json_build_object('pid', pid, 'what', concat_ws(' of ', 'vacuum', ${nameOf('relid', 'datid')}), 'phase', phase, 'done', heap_blks_scanned, 'total', heap_blks_total)
  FROM pg_stat_progress_vacuum
  UNION ALL SELECT json_build_object('pid', pid, 'what', concat_ws(' on ', command, ${nameOf('relid', 'datid')}), 'phase', phase, 'done', blocks_done, 'total', blocks_total)
  FROM pg_stat_progress_create_index
  UNION ALL SELECT json_build_object('pid', pid, 'what', concat_ws(' of ', 'analyze', ${nameOf('relid', 'datid')}), 'phase', phase, 'done', sample_blks_scanned, 'total', sample_blks_total)
  FROM pg_stat_progress_analyze`;

const Lock = z.object({
  pid: z.int(),
  mode: z.string(),
  kind: z.string(),
  relation: z.string().optional(),
  waitSeconds: z.number().optional(),
});

const Progress = z.object({
  pid: z.int(),
  what: z.string().nullable(),
  phase: z.string(),
  done: z.number().nullable(),
  total: z.number().nullable(),
});

/** What the server does now: sessions, who waits for whom, long maintenance. */
export async function listActivity(source: Source, idle: boolean, everywhere: boolean, options: CallOptions) {
  const found = await readJson(
    source,
    Backend,
    backends,
    [...schemaValues(source), String(everywhere), String(idle)],
    options,
  );
  const [sessions, waits, work] = [
    await showTexts(source, found, options),
    await readJson(source, Lock, locks, schemaValues(source), options),
    await readJson(source, Progress, progress, schemaValues(source), options),
  ];
  return { sessions, blocking: blockingTree(sessions), waits, progress: work };
}

/** Backends with what may be shown of their statements. */
export async function showTexts(
  source: Source,
  backends: readonly z.output<typeof Backend>[],
  options: CallOptions,
): Promise<z.output<typeof Backend>[]> {
  const texts = await hideClosed(
    source,
    backends.map(({ query }) => query ?? ''),
    options,
  );
  return backends.map((backend, at) => ({
    ...backend,
    ...(backend.query && { query: texts[at]?.slice(0, SHOWN_TEXT) }),
  }));
}

/** Each backend that blocks and is not blocked, with those behind it, indented. */
function blockingTree(sessions: readonly z.output<typeof Backend>[]): string[] {
  const behind = (pid: number) => sessions.filter(({ blockedBy }) => blockedBy?.includes(pid));
  const lines: string[] = [];
  const walk = (pid: number, depth: number, seen: readonly number[]) => {
    lines.push(`${'  '.repeat(depth)}${pid}`);
    for (const waiter of behind(pid)) {
      if (!seen.includes(waiter.pid)) walk(waiter.pid, depth + 1, [...seen, waiter.pid]);
    }
  };
  const blockers = new Set(sessions.flatMap(({ blockedBy }) => blockedBy ?? []));
  const blocked = new Set(sessions.filter(({ blockedBy }) => blockedBy).map(({ pid }) => pid));
  for (const pid of blockers) if (!blocked.has(pid)) walk(pid, 0, [pid]);
  return lines;
}
