import * as z from 'zod';
import type { CallOptions } from '../connection/database.ts';
import { textArray } from '../gate/lookup.ts';
import type { Source } from '../sources/sources.ts';
import { hideClosed, schemaValues } from './closed-schemas.ts';
import { readJson } from './read-objects.ts';

export const objectKinds = [
  'schema',
  'table',
  'view',
  'materialized_view',
  'column',
  'function',
  'enum',
  'type',
  'index',
  'sequence',
  'trigger',
  'extension',
] as const;

export interface ObjectSearch {
  readonly pattern?: string | undefined;
  readonly kinds: readonly (typeof objectKinds)[number][];
  readonly schema?: string | undefined;
  readonly detail: 'names' | 'summary' | 'full';
  readonly limit: number;
  readonly offset: number;
}

const FoundObject = z.object({
  kind: z.string(),
  schema: z.string().optional(),
  name: z.string(),
  /** The table of a column, an index or a trigger. */
  on: z.string().optional(),
  type: z.string().optional(),
  rows: z.number().optional(),
  comment: z.string().optional(),
  definition: z.string().optional(),
});

/** Every object with what it is called, in one shape: the kind, where, what it says of itself. */
const objects = `
  SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized_view' WHEN 'S' THEN 'sequence'
              WHEN 'i' THEN 'index' WHEN 'I' THEN 'index' ELSE 'table' END AS kind,
    n.nspname AS schema, c.relname AS name, t.relname AS on,
    CASE c.relkind WHEN 'p' THEN 'partitioned' WHEN 'f' THEN 'foreign' END AS type,
    CASE WHEN c.relkind IN ('r', 'm', 'p') AND c.reltuples >= 0 THEN c.reltuples::bigint END AS rows,
    pg_catalog.obj_description(c.oid, 'pg_class') AS comment,
    CASE WHEN c.relkind IN ('i', 'I') THEN pg_catalog.pg_get_indexdef(c.oid) END AS definition
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid LEFT JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
  WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S', 'i', 'I')
  UNION ALL SELECT 'schema', NULL, n.nspname, NULL, NULL, NULL, pg_catalog.obj_description(n.oid, 'pg_namespace'), NULL
  FROM pg_catalog.pg_namespace n
  UNION ALL SELECT 'column', n.nspname, a.attname, c.relname, pg_catalog.format_type(a.atttypid, a.atttypmod), NULL,
    pg_catalog.col_description(c.oid, a.attnum), NULL
  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
  UNION ALL SELECT 'function', n.nspname, p.proname, NULL,
    pg_catalog.pg_get_function_identity_arguments(p.oid) || ' -> ' || coalesce(pg_catalog.pg_get_function_result(p.oid), 'void'), NULL,
    pg_catalog.obj_description(p.oid, 'pg_proc'), CASE WHEN p.prokind IN ('f', 'p') THEN p.prosrc END
  FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  UNION ALL SELECT 'enum', n.nspname, t.typname, NULL, NULL, NULL, pg_catalog.obj_description(t.oid, 'pg_type'),
    (SELECT pg_catalog.string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid)
  FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e'
  UNION ALL SELECT 'type', n.nspname, t.typname, NULL, CASE t.typtype WHEN 'd' THEN 'domain of ' || pg_catalog.format_type(t.typbasetype, t.typtypmod)
      WHEN 'c' THEN 'composite' WHEN 'r' THEN 'range' WHEN 'm' THEN 'multirange' ELSE 'base' END, NULL, pg_catalog.obj_description(t.oid, 'pg_type'), NULL
  FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
  WHERE t.typtype NOT IN ('e', 'p') AND (t.typtype <> 'c' OR c.relkind = 'c') AND t.typcategory <> 'A'
  UNION ALL SELECT 'trigger', n.nspname, g.tgname, c.relname, NULL, NULL, pg_catalog.obj_description(g.oid, 'pg_trigger'), pg_catalog.pg_get_triggerdef(g.oid)
  FROM pg_catalog.pg_trigger g JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT g.tgisinternal AND g.tgparentid = 0
  UNION ALL SELECT 'extension', n.nspname, e.extname, NULL, e.extversion, NULL, pg_catalog.obj_description(e.oid, 'pg_extension'), NULL
  FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace`;

const fields = {
  names: "'kind', kind, 'schema', schema, 'name', name, 'on', \"on\"",
  summary: "'type', type, 'rows', rows, 'comment', pg_catalog.left(comment, 200)",
  full: "'type', type, 'rows', rows, 'comment', pg_catalog.left(comment, 2000), 'definition', pg_catalog.left(definition, 2000)",
};

const search = (detail: ObjectSearch['detail']) => `
  WITH object AS (${objects})
  SELECT pg_catalog.json_strip_nulls(pg_catalog.json_build_object(${fields.names}${detail === 'names' ? '' : `, ${fields[detail]}`}))
  FROM object
  WHERE kind = ANY ($1::text[]) AND coalesce(schema, name) !~ '^pg_(toast|temp)'
    AND ($2::text IS NULL OR name ILIKE $2 OR comment ILIKE $2 OR kind = 'column' AND type ILIKE $2)
    AND CASE WHEN $3::text IS NOT NULL THEN coalesce(schema, name) = $3
             ELSE kind = 'extension' OR coalesce(schema, name) NOT IN ('pg_catalog', 'information_schema') END
    AND ($4::text[] = '{}' OR coalesce(schema, name) = ANY ($4)) AND NOT coalesce(schema, name) = ANY ($5::text[])
    AND NOT (kind = 'schema' AND NOT pg_catalog.has_schema_privilege(name, 'USAGE'))
  ORDER BY schema NULLS FIRST, kind DESC, name, "on" LIMIT $6::int OFFSET $7::int`;

/** Objects by name, comment or type of a column, at most `limit`; what they say of closed schemas is not shown. */
export async function searchObjects(source: Source, wanted: ObjectSearch, options: CallOptions) {
  const values = [
    textArray(wanted.kinds),
    wanted.pattern === undefined ? null : likePattern(wanted.pattern),
    wanted.schema ?? null,
    ...schemaValues(source),
    `${wanted.limit}`,
    `${wanted.offset}`,
  ];
  const found = await readJson(source, FoundObject, search(wanted.detail), values, options);
  const types = await hideClosed(
    source,
    found.map(({ type }) => type ?? ''),
    options,
  );
  const definitions = await hideClosed(
    source,
    found.map(({ definition }) => definition ?? ''),
    options,
  );
  return found.map(({ type, definition, ...rest }, at) => ({
    ...rest,
    ...(type !== undefined && { type: types[at] }),
    ...(definition !== undefined && { definition: definitions[at] }),
  }));
}

/** `*` and `?` as in file names; text without them is looked for anywhere. */
function likePattern(pattern: string): string {
  const escaped = pattern.replaceAll(/[\\%_]/g, '\\$&');
  if (!/[*?]/.test(pattern)) return `%${escaped}%`;
  return escaped.replaceAll('*', '%').replaceAll('?', '_');
}
