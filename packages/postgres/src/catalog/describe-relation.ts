import * as z from 'zod';
import type { CallOptions } from '../connection/database.ts';
import type { Source } from '../sources/sources.ts';
import {
  NOT_SHOWN,
  openText,
  openType,
  relationIsOpen,
  schemaIsOpen,
  schemaValues,
} from './closed-schemas.ts';
import { readJson } from './read-objects.ts';

/** What is to be described; without a schema what the search path finds. */
export interface Wanted {
  readonly name: string;
  readonly schema?: string | undefined;
  readonly kind?: string | undefined;
}

const text = z.string().nullish();

const Column = z.object({
  name: z.string(),
  type: z.string(),
  nullable: z.boolean(),
  default: text,
  generated: z.boolean().nullish(),
  comment: text,
  values: z.array(z.string()).nullish(),
});

export const Description = z.object({
  kind: z.string(),
  schema: z.string(),
  name: z.string(),
  comment: text,
  rows: z.number().nullish(),
  bytes: z.number().nullish(),
  columns: z.array(Column),
  constraints: z.array(z.object({ name: z.string(), definition: z.string() })),
  referencedBy: z.array(z.object({ table: z.string(), definition: z.string() })),
  /** Foreign keys from tables in closed schemas, which are not named. */
  closedReferences: z.number().nullish(),
  indexes: z.array(
    z.object({ name: z.string(), definition: z.string(), scans: z.number().nullish(), bytes: z.number() }),
  ),
  /** By what it is split: `RANGE (at)`. */
  partitionKey: text,
  partitions: z.array(z.object({ name: z.string(), bounds: text })),
  /** What it is a partition of, or inherits from. */
  parents: z.array(z.string()).nullish(),
  /** Where a foreign table lies. */
  server: text,
  /** Of a materialized view, whether it can be read. */
  populated: z.boolean().nullish(),
  triggers: z.array(z.string()),
  /** Whom the policies bind: nobody while it is off, all but the owner, or everybody. */
  rowSecurity: z.enum(['off', 'on', 'forced']).nullish(),
  policies: z.array(z.object({ name: z.string(), command: z.string(), using: text, check: text })),
  definition: text,
  grants: z.array(z.string()),
});

/** The constraint in words; one that refers to a closed table says so without its name. */
const constraintText = `
  CASE WHEN k.contype = 'f' AND NOT ${relationIsOpen('k.confrelid')}
    THEN format('FOREIGN KEY (%s) REFERENCES a table in a closed schema, which is not shown', (SELECT string_agg(quote_ident(ka.attname), ', ' ORDER BY kk.at)
      FROM unnest(k.conkey) WITH ORDINALITY kk(num, at) JOIN pg_attribute ka ON ka.attrelid = k.conrelid AND ka.attnum = kk.num))
    ELSE ${openText('pg_get_constraintdef(k.oid)', 'pg_constraint', 'k.oid')} END`;

const policyText = (expression: string) =>
  `CASE WHEN p.${expression} IS NOT NULL THEN ${openText(`pg_get_expr(p.${expression}, p.polrelid)`, 'pg_policy', 'p.oid')} END`;

const viewText = `
  (SELECT ${openText('pg_get_viewdef(c.oid, true)', 'pg_rewrite', 'w.oid')}
   FROM pg_rewrite w WHERE w.ev_class = c.oid AND w.rulename = '_RETURN')`;

const describe = `
  SELECT json_build_object(
    'kind', CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized_view' WHEN 'p' THEN 'partitioned_table'
                           WHEN 'f' THEN 'foreign_table' ELSE 'table' END,
    'schema', n.nspname, 'name', c.relname, 'comment', obj_description(c.oid, 'pg_class'),
    'rows', CASE WHEN c.reltuples >= 0 AND c.relkind IN ('r', 'm', 'p') THEN c.reltuples::bigint END,
    'bytes', CASE WHEN c.relkind IN ('r', 'm') THEN pg_total_relation_size(c.oid) END,
    'columns', coalesce((SELECT json_agg(json_build_object('name', a.attname, 'type', ${openType('a.atttypid', 'a.atttypmod')},
        'nullable', NOT a.attnotnull, 'default', CASE WHEN a.attidentity <> '' THEN 'identity' ELSE ${openText('pg_get_expr(d.adbin, d.adrelid)', 'pg_attrdef', 'd.oid')} END,
        'generated', CASE WHEN a.attgenerated <> '' THEN true END,
        'comment', left(col_description(c.oid, a.attnum), 500),
        'values', (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e JOIN pg_type et ON et.oid = e.enumtypid
          JOIN pg_namespace en ON en.oid = et.typnamespace WHERE e.enumtypid = a.atttypid AND ${schemaIsOpen('en.nspname')}))
        ORDER BY a.attnum)
      FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]'),
    'constraints', coalesce((SELECT json_agg(json_build_object('name', k.conname, 'definition', ${constraintText}) ORDER BY k.contype DESC, k.conname)
      FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype <> 'n'), '[]'),
    'referencedBy', coalesce((SELECT json_agg(json_build_object('table', k.conrelid::regclass::text, 'definition', pg_get_constraintdef(k.oid)) ORDER BY k.conname)
      FROM pg_constraint k JOIN pg_class kc ON kc.oid = k.conrelid JOIN pg_namespace kn ON kn.oid = kc.relnamespace
      WHERE k.confrelid = c.oid AND k.contype = 'f' AND k.conparentid = 0
        AND ${schemaIsOpen('kn.nspname')}), '[]'),
    'closedReferences', (SELECT nullif(count(*), 0) FROM pg_constraint k JOIN pg_class kc ON kc.oid = k.conrelid JOIN pg_namespace kn ON kn.oid = kc.relnamespace
      WHERE k.confrelid = c.oid AND k.contype = 'f' AND k.conparentid = 0 AND NOT ${schemaIsOpen('kn.nspname')}),
    'indexes', coalesce((SELECT json_agg(json_build_object('name', ic.relname, 'definition', ${openText('pg_get_indexdef(i.indexrelid)', 'pg_class', 'i.indexrelid')},
        'scans', s.idx_scan, 'bytes', pg_relation_size(i.indexrelid)) ORDER BY ic.relname)
      FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid
      LEFT JOIN pg_stat_all_indexes s ON s.indexrelid = i.indexrelid WHERE i.indrelid = c.oid), '[]'),
    'partitionKey', CASE WHEN c.relkind = 'p' THEN ${openText('pg_get_partkeydef(c.oid)', 'pg_class', 'c.oid')} END,
    'parents', (SELECT json_agg(CASE WHEN ${relationIsOpen('h.inhparent')} THEN h.inhparent::regclass::text ELSE '${NOT_SHOWN}' END ORDER BY h.inhseqno)
      FROM pg_inherits h WHERE h.inhrelid = c.oid),
    'server', (SELECT s.srvname FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver WHERE f.ftrelid = c.oid),
    'populated', CASE WHEN c.relkind = 'm' THEN c.relispopulated END,
    'partitions', coalesce((SELECT json_agg(json_build_object('name', CASE WHEN ${relationIsOpen('p.oid')} THEN p.oid::regclass::text ELSE '${NOT_SHOWN}' END, 'bounds', pg_get_expr(p.relpartbound, p.oid)) ORDER BY p.relname)
      FROM pg_inherits h JOIN pg_class p ON p.oid = h.inhrelid WHERE h.inhparent = c.oid), '[]'),
    'triggers', coalesce((SELECT json_agg(${openText('pg_get_triggerdef(t.oid)', 'pg_trigger', 't.oid')} ORDER BY t.tgname) FROM pg_trigger t
      WHERE t.tgrelid = c.oid AND NOT t.tgisinternal), '[]'),
    'rowSecurity', CASE WHEN c.relrowsecurity THEN CASE WHEN c.relforcerowsecurity THEN 'forced' ELSE 'on' END
      WHEN EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid) THEN 'off' END,
    'policies', coalesce((SELECT json_agg(json_build_object('name', p.polname,
        'command', CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
        'using', ${policyText('polqual')}, 'check', ${policyText('polwithcheck')}) ORDER BY p.polname)
      FROM pg_policy p WHERE p.polrelid = c.oid), '[]'),
    'definition', CASE WHEN c.relkind IN ('v', 'm') THEN ${viewText} END,
    'grants', coalesce((SELECT json_agg(g ORDER BY g) FROM (
        SELECT DISTINCT format('%s: %s', CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(x.grantee)::text END,
          string_agg(x.privilege_type, ', ' ORDER BY x.privilege_type)) AS g
        FROM aclexplode(c.relacl) x GROUP BY x.grantee) grants), '[]'))
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname = $3
    AND ($5::text IS NULL OR $5 = CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized_view' ELSE 'table' END)
    AND CASE WHEN $4::text IS NULL THEN pg_table_is_visible(c.oid) ELSE n.nspname = $4 END`;

/** Everything the catalog holds of one table or view, in whatever schema; undefined where there is none. */
export async function describeRelation(
  source: Source,
  { name, schema, kind }: Wanted,
  options: CallOptions,
): Promise<z.output<typeof Description> | undefined> {
  const values = [...schemaValues(source), name, schema ?? null, kind ?? null];
  const [found] = await readJson(source, Description, describe, values, options);
  return found;
}
