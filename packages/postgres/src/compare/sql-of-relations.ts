import { openText, openType, relationIsOpen } from '../catalog/closed-schemas.ts';
import { ofExtension } from './sql-of-types.ts';

const named = `format('%I.%I', n.nspname, c.relname)`;

const from = `
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $3 AND NOT ${ofExtension('pg_class', 'c.oid')}`;

const columnList = `
  coalesce((SELECT json_agg(json_build_object('name', a.attname, 'nullable', NOT a.attnotnull,
      'type', ${openType('a.atttypid', 'a.atttypmod')} || CASE WHEN a.attcollation NOT IN (0, ty.typcollation) THEN
        (SELECT format(' COLLATE %I.%I', cn.nspname, co.collname) FROM pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace WHERE co.oid = a.attcollation) ELSE '' END,
      'expression', CASE WHEN a.attgenerated <> '' THEN ${openText('pg_get_expr(d.adbin, d.adrelid)', 'pg_attrdef', 'd.oid')} END,
      'identity', CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' END,
      'computed', CASE a.attgenerated WHEN 's' THEN 'STORED' WHEN 'v' THEN 'VIRTUAL' END,
      'inherited', a.attinhcount > 0, 'comment', col_description(c.oid, a.attnum)) ORDER BY a.attnum)
    FROM pg_attribute a JOIN pg_type ty ON ty.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]')`;

/** The grants of a relation and those of single columns. */
const grants = `
  (SELECT json_agg(g) FROM (
    SELECT CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee)) END AS grantee,
      x.privilege_type AS privilege, NULL::name AS column, x.is_grantable AS grantable
    FROM aclexplode(coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))) x WHERE x.grantee <> c.relowner
    UNION ALL SELECT CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee)) END, x.privilege_type, a.attname, x.is_grantable
    FROM pg_attribute a CROSS JOIN LATERAL aclexplode(a.attacl) x WHERE a.attrelid = c.oid AND NOT a.attisdropped AND x.grantee <> c.relowner) g)`;

/** What numbers the rows of a table belongs to whom the table does. */
const owner = `
  CASE WHEN NOT EXISTS (SELECT FROM pg_depend od WHERE od.classid = 'pg_class'::regclass AND od.objid = c.oid AND od.objsubid = 0
    AND od.refclassid = 'pg_class'::regclass AND od.deptype = 'a' AND c.relkind = 'S') THEN quote_ident(pg_get_userbyid(c.relowner)) END`;

const common = `'name', c.relname, 'owner', ${owner}, 'comment', obj_description(c.oid, 'pg_class'), 'grants', ${grants}`;

const parentOf = `
  (SELECT json_build_object('table', CASE WHEN ${relationIsOpen('h.inhparent')} THEN format('%I.%I', pn.nspname, pc.relname) ELSE '' END, 'bound', pg_get_expr(c.relpartbound, c.oid))
   FROM pg_inherits h JOIN pg_class pc ON pc.oid = h.inhparent JOIN pg_namespace pn ON pn.oid = pc.relnamespace WHERE h.inhrelid = c.oid ORDER BY h.inhseqno LIMIT 1)`;

/** The split table that takes a partition along. */
const wholeOf = `
  (SELECT 'table ' || pc.relname FROM pg_inherits h JOIN pg_class pc ON pc.oid = h.inhparent
   WHERE h.inhrelid = c.oid AND c.relispartition AND pc.relnamespace = c.relnamespace)`;

/** The columns and the statement around them; the columns are written where the table is made. */
export const tables = `
  SELECT json_build_object('id', 'c' || c.oid, 'kind', 'table', ${common},
    'create', ${named}, 'drop', 'DROP TABLE ' || ${named}, 'address', 'TABLE ' || ${named}, 'grantedOn', 'TABLE ' || ${named},
    'columns', ${columnList}, 'parent', ${parentOf}, 'on', ${wholeOf},
    'frame', CASE WHEN c.relkind = 'p' THEN 'PARTITION BY ' || pg_get_partkeydef(c.oid) END)
  ${from} AND c.relkind IN ('r', 'p')`;

export const views = `
  SELECT json_build_object('id', 'c' || c.oid, 'kind', CASE c.relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END, ${common},
    'create', format('CREATE %s %s%s AS %s', CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED VIEW' END, ${named},
      CASE WHEN c.reloptions IS NOT NULL THEN format(' WITH (%s)', array_to_string(c.reloptions, ', ')) END,
      ${openText(`rtrim(pg_get_viewdef(c.oid), ';')`, 'pg_rewrite', 'w.oid')}),
    'drop', format('DROP %s %s', CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED VIEW' END, ${named}),
    'address', format('%s %s', CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED VIEW' END, ${named}),
    'grantedOn', 'TABLE ' || ${named}, 'columns', ${columnList})
  ${from.replace('WHERE', `JOIN pg_rewrite w ON w.ev_class = c.oid AND w.rulename = '_RETURN' WHERE`)} AND c.relkind IN ('v', 'm')`;

const options = `
  format('AS %s INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s %s', format_type(s.seqtypid, NULL), s.seqincrement, s.seqmin, s.seqmax, s.seqstart, s.seqcache,
    CASE WHEN s.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END)`;

const ownSequence = `EXISTS (SELECT FROM pg_depend sd WHERE sd.classid = 'pg_class'::regclass AND sd.objid = c.oid AND sd.deptype = 'i')`;

/** Those that number the rows of an identity column belong to it. */
export const sequences = `
  SELECT json_build_object('id', 'c' || c.oid, 'kind', 'sequence', ${common},
    'create', format('CREATE SEQUENCE %s %s', ${named}, ${options}), 'drop', 'DROP SEQUENCE IF EXISTS ' || ${named},
    'address', 'SEQUENCE ' || ${named}, 'grantedOn', 'SEQUENCE ' || ${named})
  ${from.replace('WHERE', 'JOIN pg_sequence s ON s.seqrelid = c.oid WHERE')} AND NOT ${ownSequence}`;

export const sequenceOwners = `
  SELECT json_build_object('id', 'o' || c.oid, 'kind', 'sequence owner', 'name', c.relname, 'on', 'sequence ' || c.relname,
    'create', format('ALTER SEQUENCE %s OWNED BY %I.%I.%I', ${named}, n.nspname, o.relname, a.attname),
    'drop', format('ALTER SEQUENCE IF EXISTS %s OWNED BY NONE', ${named}))
  FROM pg_depend d JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S' JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_class o ON o.oid = d.refobjid AND o.relnamespace = c.relnamespace JOIN pg_attribute a ON a.attrelid = o.oid AND a.attnum = d.refobjsubid
  WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a' AND n.nspname = $3`;

const setting = (condition: string, name: string, on: string, off: string, id: string) => `
  SELECT json_build_object('id', '${id}' || c.oid, 'kind', 'row security', 'name', c.relname || '${name}', 'on', 'table ' || c.relname,
    'create', format('ALTER TABLE %s ${on}', ${named}), 'drop', format('ALTER TABLE %s ${off}', ${named}))
  ${from} AND c.relkind IN ('r', 'p') AND ${condition}`;

export const tableSettings = `
  ${setting('c.relrowsecurity', '', 'ENABLE ROW LEVEL SECURITY', 'DISABLE ROW LEVEL SECURITY', 'r')}
  UNION ALL ${setting('c.relforcerowsecurity', ' for its owner', 'FORCE ROW LEVEL SECURITY', 'NO FORCE ROW LEVEL SECURITY', 'x')}
  UNION ALL SELECT json_build_object('id', 'u' || c.oid, 'kind', 'persistence', 'name', c.relname, 'on', 'table ' || c.relname,
    'create', format('ALTER TABLE %s SET UNLOGGED', ${named}), 'drop', format('ALTER TABLE %s SET LOGGED', ${named}))
  ${from} AND c.relkind = 'r' AND c.relpersistence = 'u'
  UNION ALL SELECT json_build_object('id', 's' || c.oid || o.option, 'kind', 'storage option', 'name', format('%s.%s', c.relname, split_part(o.option, '=', 1)), 'on', 'table ' || c.relname,
    'create', format('ALTER TABLE %s SET (%s)', ${named}, o.option), 'drop', format('ALTER TABLE %s RESET (%s)', ${named}, split_part(o.option, '=', 1)))
  ${from.replace('WHERE', 'CROSS JOIN LATERAL unnest(c.reloptions) o(option) WHERE')} AND c.relkind IN ('r', 'p')`;
