import * as z from 'zod';
import type { CallOptions } from '../connection/database.ts';
import { refuseSchema } from '../gate/refuse-found.ts';
import type { Source } from '../sources/sources.ts';
import { openType, relationIsOpen, schemaValues } from './closed-schemas.ts';
import { demandSchema } from './demand-schema.ts';
import { readJson } from './read-objects.ts';

export const TableShape = z.object({
  name: z.string(),
  columns: z.array(z.object({ name: z.string(), type: z.string(), key: z.boolean() })),
  /** Foreign keys to tables that are open. */
  keys: z.array(z.object({ name: z.string(), target: z.string() })),
});

export type TableShape = z.output<typeof TableShape>;

const shape = `
  SELECT json_build_object('name', c.relname,
    'columns', coalesce((SELECT json_agg(json_build_object('name', a.attname, 'type', ${openType('a.atttypid', 'a.atttypmod')},
        'key', EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p' AND a.attnum = ANY (k.conkey))) ORDER BY a.attnum)
      FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]'),
    'keys', coalesce((SELECT json_agg(json_build_object('name', k.conname, 'target', t.relname) ORDER BY k.conname)
      FROM pg_constraint k JOIN pg_class t ON t.oid = k.confrelid
      WHERE k.conrelid = c.oid AND k.contype = 'f' AND ${relationIsOpen('k.confrelid')}), '[]'))
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $3 AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY c.relname LIMIT $4::int`;

/** Tables of a schema at most. */
const MAX_TABLES = 500;

/**
 * The tables of a schema as far as they can be drawn.
 *
 * @throws ToolError `forbidden` for a closed schema, `not_found` for one that is not there
 */
export async function schemaShape(
  source: Source,
  schema: string,
  options: CallOptions,
): Promise<TableShape[]> {
  refuseSchema({ schema, name: '*' }, source.settings);
  const values = [...schemaValues(source), schema, String(MAX_TABLES)];
  const tables = await readJson(source, TableShape, shape, values, options);
  if (tables.length === 0) await demandSchema(source, schema, options);
  return tables;
}
