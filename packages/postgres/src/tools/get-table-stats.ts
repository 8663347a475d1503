import * as z from 'zod';
import { schemaIsOpen, schemaValues } from '../catalog/closed-schemas.ts';
import { readJson } from '../catalog/read-objects.ts';
import { cursorOwner } from '../reading/cursor.ts';
import { readPage } from '../reading/page.ts';
import { defineSourceTool } from './define-source-tool.ts';
import { cursor } from './fields.ts';

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
  WHERE ${schemaIsOpen('schemaname')} AND ($3::text IS NULL OR schemaname = $3)
  ORDER BY pg_total_relation_size(relid) DESC, relid LIMIT $4::int OFFSET $5::int`;

export const getTableStats = defineSourceTool({
  name: 'get_table_stats',
  title: 'Get Table Stats',
  toolset: 'performance',
  description: 'Sizes, dead rows, scans and vacuum debt of tables, the largest first.',
  effect: 'read',
  input: { schema: z.string().optional(), limit: z.int().min(1).max(500).default(50), cursor },
  output: z.object({ tables: z.array(Stats), nextCursor: z.string().optional() }),
  schemas: ({ schema }) => (schema === undefined ? [] : [schema]),
  run: async ({ schema, limit, cursor }, source, options) => {
    const owner = cursorOwner(source.settings.alias, 'get_table_stats', schema, limit);
    const { lists, more } = await readPage({ limit, cursor, owner }, async (count, offset) => {
      const values = [...schemaValues(source), schema ?? null, `${count}`, `${offset}`];
      return { tables: await readJson(source, Stats, stats, values, options) };
    });
    return { tables: lists.tables.slice(0, limit), ...more };
  },
});
