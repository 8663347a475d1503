import * as z from 'zod';
import type { CallOptions } from '../connection/database.ts';
import { refuseSchema } from '../gate/refuse-found.ts';
import type { Source } from '../sources/sources.ts';
import { readJsonQualified } from './read-objects.ts';

export const TableShape = z.object({
  name: z.string(),
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      nullable: z.boolean(),
      default: z.string().nullish(),
      /** Whether rows are numbered by it, and whether callers may give a number. */
      identity: z.enum(['ALWAYS', 'BY DEFAULT']).nullish(),
      /** The value of each row is that of `default`. */
      computed: z.enum(['STORED', 'VIRTUAL']).nullish(),
      key: z.boolean(),
    }),
  ),
  constraints: z.array(
    z.object({ name: z.string(), kind: z.string(), definition: z.string(), target: z.string().nullish() }),
  ),
  indexes: z.array(z.object({ name: z.string(), definition: z.string() })),
});

export type TableShape = z.output<typeof TableShape>;

const shape = `
  SELECT json_build_object('name', c.relname,
    'columns', coalesce((SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
        'nullable', NOT a.attnotnull, 'default', pg_get_expr(d.adbin, d.adrelid),
        'identity', CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' END,
        'computed', CASE a.attgenerated WHEN 's' THEN 'STORED' WHEN 'v' THEN 'VIRTUAL' END,
        'key', EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p' AND a.attnum = ANY (k.conkey))) ORDER BY a.attnum)
      FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]'),
    'constraints', coalesce((SELECT json_agg(json_build_object('name', k.conname, 'kind', k.contype, 'definition', pg_get_constraintdef(k.oid),
        'target', t.relname) ORDER BY k.conname)
      FROM pg_constraint k LEFT JOIN pg_class t ON t.oid = k.confrelid WHERE k.conrelid = c.oid AND k.contype <> 'n'), '[]'),
    'indexes', coalesce((SELECT json_agg(json_build_object('name', ic.relname, 'definition', pg_get_indexdef(i.indexrelid)) ORDER BY ic.relname)
      FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid
      WHERE i.indrelid = c.oid AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)), '[]'))
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY c.relname LIMIT $2::int`;

/** Tables of a schema at most. */
const MAX_TABLES = 500;

/**
 * The tables of a schema as far as two of them can be compared or drawn.
 *
 * @throws ToolError `forbidden` for a closed schema
 */
export function schemaShape(source: Source, schema: string, options: CallOptions): Promise<TableShape[]> {
  refuseSchema({ schema, name: '*' }, source.settings);
  return readJsonQualified(source, TableShape, shape, [schema, String(MAX_TABLES)], options);
}
