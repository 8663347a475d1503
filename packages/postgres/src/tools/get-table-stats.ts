import * as z from 'zod';
import { readJson } from '../catalog/read-objects.ts';
import { textArray } from '../gate/lookup.ts';
import { defineSourceTool } from './define-source-tool.ts';

const Stats = z.object({
  table: z.string(),
  rows: z.number(),
  bytes: z.number(),
  indexBytes: z.number(),
  deadRows: z.number(),
  fullScans: z.number(),
  indexScans: z.number(),
  changesSinceAnalyze: z.number(),
  lastVacuum: z.string().nullish(),
  lastAnalyze: z.string().nullish(),
  vacuumDue: z.boolean(),
});

const stats = `
  SELECT json_build_object('table', relid::regclass::text, 'rows', n_live_tup, 'bytes', pg_table_size(relid),
    'indexBytes', pg_indexes_size(relid), 'deadRows', n_dead_tup, 'fullScans', seq_scan, 'indexScans', coalesce(idx_scan, 0),
    'changesSinceAnalyze', n_mod_since_analyze, 'lastVacuum', greatest(last_vacuum, last_autovacuum),
    'lastAnalyze', greatest(last_analyze, last_autoanalyze),
    'vacuumDue', n_dead_tup > current_setting('autovacuum_vacuum_threshold')::int + current_setting('autovacuum_vacuum_scale_factor')::float8 * n_live_tup)
  FROM pg_stat_user_tables
  WHERE ($1::text IS NULL OR schemaname = $1) AND ($2::text[] = '{}' OR schemaname = ANY ($2)) AND NOT schemaname = ANY ($3::text[])
  ORDER BY pg_total_relation_size(relid) DESC LIMIT $4::int`;

export const getTableStats = defineSourceTool({
  name: 'get_table_stats',
  title: 'Get Table Stats',
  toolset: 'performance',
  description: 'Sizes, dead rows, scans and vacuum debt of tables, the largest first.',
  effect: 'read',
  input: { schema: z.string().optional(), limit: z.int().min(1).max(500).default(50) },
  output: z.object({ tables: z.array(Stats) }),
  schemas: ({ schema }) => (schema === undefined ? [] : [schema]),
  run: async ({ schema, limit }, source, options) => {
    const { schemas, denySchemas } = source.settings;
    const values = [schema ?? null, textArray(schemas), textArray(denySchemas), String(limit)];
    return { tables: await readJson(source, Stats, stats, values, options) };
  },
});
