import * as z from 'zod';
import { schemaIsOpen, schemaValues } from '../catalog/closed-schemas.ts';
import { demandSchema } from '../catalog/demand-schema.ts';
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
  bloatBytes: z.number().nullable(),
  deadRows: z.number(),
  fullScans: z.number(),
  indexScans: z.number(),
  changesSinceAnalyze: z.number(),
  lastVacuum: z.string().nullish(),
  lastAnalyze: z.string().nullish(),
  vacuumDue: z.boolean(),
});

/** What autovacuum goes by: the table's own setting, else the server's. */
const option = (name: string) =>
  `coalesce((SELECT o.option_value FROM pg_options_to_table(c.reloptions) o WHERE o.option_name = '${name}'), current_setting('${name}'))::float8`;

/**
 * Pages beyond those that the rows should take, as ANALYZE saw both. A row has a header of 23 bytes and a bit for each
 * column, its values, and a pointer of 4 bytes; a page has a header of 24 (PostgreSQL, "Database Page Layout").
 * Nothing is said where the role does not see the statistics of each column.
 */
const bloat = `
  (SELECT CASE WHEN c.reltuples >= 0 AND count(p.attname) = count(a.attname)
     THEN greatest(0, c.relpages - ceil(c.reltuples * (4 + ceil((23 + count(a.attname) / 8.0) / 8) * 8 + ceil(coalesce(sum(p.avg_width * (1 - p.null_frac)), 0) / 8) * 8)
       / ((current_setting('block_size')::int - 24) * fill.factor / 100)))::bigint * current_setting('block_size')::int END
   FROM pg_attribute a LEFT JOIN pg_stats p ON p.schemaname = s.schemaname AND p.tablename = s.relname AND p.attname = a.attname AND NOT p.inherited
   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)`;

const stats = `
  SELECT json_build_object('table', relid::regclass::text, 'rows', n_live_tup, 'bytes', pg_table_size(relid),
    'indexBytes', pg_indexes_size(relid), 'bloatBytes', ${bloat}, 'deadRows', n_dead_tup, 'fullScans', seq_scan, 'indexScans', coalesce(idx_scan, 0),
    'changesSinceAnalyze', n_mod_since_analyze, 'lastVacuum', greatest(last_vacuum, last_autovacuum),
    'lastAnalyze', greatest(last_analyze, last_autoanalyze),
    'vacuumDue', n_dead_tup > ${option('autovacuum_vacuum_threshold')} + ${option('autovacuum_vacuum_scale_factor')} * greatest(c.reltuples, 0))
  FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
  CROSS JOIN LATERAL (SELECT coalesce((SELECT o.option_value::int FROM pg_options_to_table(c.reloptions) o WHERE o.option_name = 'fillfactor'), 100) AS factor) fill
  WHERE ${schemaIsOpen('schemaname')} AND ($3::text IS NULL OR schemaname = $3)
  ORDER BY pg_total_relation_size(relid) DESC, relid LIMIT $4::int OFFSET $5::int`;

export const getTableStats = defineSourceTool({
  name: 'get_table_stats',
  title: 'Get Table Stats',
  toolset: 'performance',
  description:
    'Sizes, bloat (an estimate, null without statistics), dead rows, scans and vacuum debt of tables, the largest first.',
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
    if (schema !== undefined && lists.tables.length === 0) await demandSchema(source, schema, options);
    return { tables: lists.tables.slice(0, limit), ...more };
  },
});
