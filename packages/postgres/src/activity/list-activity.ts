import * as z from 'zod';
import { hideClosed, relationIsOpen, schemaValues, sessionText } from '../catalog/closed-schemas.ts';
import { readJson } from '../catalog/read-objects.ts';
import type { CallOptions } from '../connection/database.ts';
import type { Source } from '../sources/sources.ts';
import { blockingTree } from './blocking-tree.ts';

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
  ORDER BY a.xact_start NULLS LAST, a.pid LIMIT $5::int OFFSET $6::int`;

/** The name of a relation of this database, unless its schema is closed; that of another has no name here. */
const nameOf = (relation: string, database: string) => `
  CASE WHEN ${database} IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
    THEN CASE WHEN ${relationIsOpen(relation)} THEN ${relation}::regclass::text END END`;

const locks = `
  SELECT json_strip_nulls(json_build_object('pid', l.pid, 'mode', l.mode, 'relation', ${nameOf('l.relation', 'l.database')}, 'kind', l.locktype,
    'waitSeconds', round(extract(epoch FROM clock_timestamp() - l.waitstart)::numeric, 1)))
  FROM pg_locks l WHERE NOT l.granted ORDER BY l.waitstart, l.pid LIMIT $3::int OFFSET $4::int`;

/** One kind of work: what it is called, and how far it is, in what. */
const work = (view: string, what: string, unit: string, done: string, total: string, phase = 'phase') => `
  SELECT pid, json_build_object('pid', pid, 'what', ${what}, 'phase', ${phase}, 'done', ${done}, 'total', nullif(${total}, 0), 'unit', '${unit}') AS entry
  FROM pg_stat_progress_${view}`;

const of = (words: string, link = 'of') => `concat_ws(' ${link} ', ${words}, ${nameOf('relid', 'datid')})`;

const progress = `
  SELECT entry FROM (${[
    work('vacuum', of(`'vacuum'`), 'blocks', 'heap_blks_scanned', 'heap_blks_total'),
    work('create_index', of('command', 'on'), 'blocks', 'blocks_done', 'blocks_total'),
    work('analyze', of(`'analyze'`), 'blocks', 'sample_blks_scanned', 'sample_blks_total'),
    work('cluster', of('command'), 'blocks', 'heap_blks_scanned', 'heap_blks_total'),
    work('copy', of('command'), 'bytes', 'bytes_processed', 'bytes_total', `'copying'`),
    work('basebackup', `'base backup'`, 'bytes', 'backup_streamed', 'backup_total'),
  ].join(' UNION ALL ')}) work ORDER BY pid LIMIT $3::int OFFSET $4::int`;

/** Who waits for whom, on the whole server: a blocker may be in another database. */
const waiters = `
  SELECT json_build_object('pid', pid, 'blockedBy', pg_blocking_pids(pid))
  FROM (SELECT DISTINCT pid FROM pg_locks WHERE NOT granted) waiting ORDER BY pid`;

const Waiter = z.object({ pid: z.int(), blockedBy: z.array(z.int()) });

const Lock = z.object({
  pid: z.int(),
  mode: z.string(),
  kind: z.string(),
  relation: z.string().optional(),
  waitSeconds: z.number().optional(),
});

/** Of another role's work the server says its process and nothing more. */
const Progress = z.object({
  pid: z.int(),
  what: z.string().nullable(),
  phase: z.string().nullable(),
  done: z.number().nullable(),
  total: z.number().nullable(),
  unit: z.string(),
});

export interface Wanted {
  readonly idle: boolean;
  readonly allDatabases: boolean;
}

/** What the server does now: sessions, who waits for whom, long maintenance; of each list a part. */
export async function listActivity(
  source: Source,
  { idle, allDatabases }: Wanted,
  count: number,
  offset: number,
  options: CallOptions,
) {
  const schemas = schemaValues(source);
  const part = [String(count), String(offset)];
  const shown = [...schemas, String(allDatabases), String(idle), ...part];
  const sessions = await readJson(source, Backend, backends, shown, options);
  const [waits, work, waiting] = [
    await readJson(source, Lock, locks, [...schemas, ...part], options),
    await readJson(source, Progress, progress, [...schemas, ...part], options),
    await readJson(source, Waiter, waiters, [], options),
  ];
  return {
    sessions: await showTexts(source, sessions, options),
    blocking: blockingTree(waiting).slice(offset, offset + count),
    waits,
    progress: work,
  };
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
