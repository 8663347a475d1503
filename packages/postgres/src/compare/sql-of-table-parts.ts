import { openText } from '../catalog/closed-schemas.ts';

const table = `format('%I.%I', n.nspname, c.relname)`;
const on = `CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' ELSE 'table ' END || c.relname`;
const inSchema = `JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $3`;

export const defaults = `
  SELECT json_build_object('id', 'd' || d.oid, 'kind', 'default', 'name', c.relname || '.' || a.attname, 'on', ${on},
    'create', format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT %s', ${table}, a.attname, ${openText('pg_get_expr(d.adbin, d.adrelid)', 'pg_attrdef', 'd.oid')}),
    'drop', format('ALTER TABLE %s ALTER COLUMN %I DROP DEFAULT', ${table}, a.attname))
  FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum JOIN pg_class c ON c.oid = d.adrelid ${inSchema}
    AND a.attgenerated = '' AND c.relkind IN ('r', 'p') AND a.attinhcount = 0`;

/** Those that parents hand down are theirs. */
export const constraints = `
  SELECT json_build_object('id', 'k' || k.oid, 'kind', CASE k.contype WHEN 'f' THEN 'foreign key' ELSE 'constraint' END, 'name', c.relname || '.' || k.conname, 'on', ${on},
    'create', format('ALTER TABLE %s ADD CONSTRAINT %I %s', ${table}, k.conname, ${openText('pg_get_constraintdef(k.oid)', 'pg_constraint', 'k.oid')}),
    'drop', format('ALTER TABLE %s DROP CONSTRAINT %I', ${table}, k.conname),
    'address', format('CONSTRAINT %I ON %s', k.conname, ${table}), 'comment', obj_description(k.oid, 'pg_constraint'))
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid ${inSchema}
    AND k.contype IN ('c', 'f', 'p', 'u', 'x') AND k.coninhcount = 0 AND k.conparentid = 0 AND c.relkind IN ('r', 'p')`;

/** An index of a split table is written so that its partitions get theirs. */
export const indexes = `
  SELECT json_build_object('id', 'c' || i.indexrelid, 'kind', 'index', 'name', ic.relname, 'on', ${on},
    'create', CASE ic.relkind WHEN 'I' THEN regexp_replace(${openText('pg_get_indexdef(i.indexrelid)', 'pg_class', 'ic.oid')}, ' ON ONLY ', ' ON ')
      ELSE ${openText('pg_get_indexdef(i.indexrelid)', 'pg_class', 'ic.oid')} END,
    'drop', format('DROP INDEX %I.%I', n.nspname, ic.relname),
    'address', format('INDEX %I.%I', n.nspname, ic.relname), 'comment', obj_description(ic.oid, 'pg_class'))
  FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid ${inSchema}
    AND NOT ic.relispartition AND c.relkind IN ('r', 'p', 'm')
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))`;

export const triggers = `
  SELECT json_build_object('id', 'g' || t.oid, 'kind', 'trigger', 'name', c.relname || '.' || t.tgname, 'on', ${on},
    'create', ${openText('pg_get_triggerdef(t.oid)', 'pg_trigger', 't.oid')} || CASE t.tgenabled WHEN 'O' THEN ''
      ELSE format(E';\\nALTER TABLE %s %s TRIGGER %I', ${table}, CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END, t.tgname) END,
    'drop', format('DROP TRIGGER %I ON %s', t.tgname, ${table}),
    'address', format('TRIGGER %I ON %s', t.tgname, ${table}), 'comment', obj_description(t.oid, 'pg_trigger'))
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid ${inSchema} AND NOT t.tgisinternal AND t.tgparentid = 0`;

export const policies = `
  SELECT json_build_object('id', 'p' || p.oid, 'kind', 'policy', 'name', c.relname || '.' || p.polname, 'on', ${on},
    'create', ${openText(
      `format('CREATE POLICY %I ON %s AS %s FOR %s TO %s%s%s', p.polname, ${table}, CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
        CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
        (SELECT string_agg(CASE r WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r)) END, ', ' ORDER BY r) FROM unnest(p.polroles) r),
        ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')`,
      'pg_policy',
      'p.oid',
    )},
    'drop', format('DROP POLICY %I ON %s', p.polname, ${table}),
    'address', format('POLICY %I ON %s', p.polname, ${table}), 'comment', obj_description(p.oid, 'pg_policy'))
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid ${inSchema}`;

export const rules = `
  SELECT json_build_object('id', 'w' || w.oid, 'kind', 'rule', 'name', c.relname || '.' || w.rulename, 'on', ${on},
    'create', ${openText(`rtrim(pg_get_ruledef(w.oid), ';')`, 'pg_rewrite', 'w.oid')}, 'drop', format('DROP RULE %I ON %s', w.rulename, ${table}),
    'address', format('RULE %I ON %s', w.rulename, ${table}), 'comment', obj_description(w.oid, 'pg_rewrite'))
  FROM pg_rewrite w JOIN pg_class c ON c.oid = w.ev_class ${inSchema} AND w.rulename <> '_RETURN'`;

export const statistics = `
  SELECT json_build_object('id', 'e' || s.oid, 'kind', 'statistics', 'name', s.stxname, 'on', 'table ' || c.relname,
    'create', ${openText('pg_get_statisticsobjdef(s.oid)', 'pg_statistic_ext', 's.oid')}, 'drop', format('DROP STATISTICS %I.%I', n.nspname, s.stxname),
    'address', format('STATISTICS %I.%I', n.nspname, s.stxname), 'comment', obj_description(s.oid, 'pg_statistic_ext'))
  FROM pg_statistic_ext s JOIN pg_class c ON c.oid = s.stxrelid ${inSchema} AND s.stxnamespace = n.oid`;

/** What is set of a column, to be taken back by `to`; where the server's own is there, nothing is. */
const option = (id: string, name: string, condition: string, set: string, to: string) => `
  SELECT json_build_object('id', format('${id}%s.%s', c.oid, a.attnum), 'kind', 'column option', 'name', format('${name} of %s.%s', c.relname, a.attname), 'on', ${on},
    'create', format('ALTER TABLE %s ALTER COLUMN %I SET %s', ${table}, a.attname, ${set}),
    'drop', format('ALTER TABLE %s ALTER COLUMN %I SET %s', ${table}, a.attname, ${to}))
  FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid JOIN pg_class c ON c.oid = a.attrelid ${inSchema}
    AND c.relkind IN ('r', 'p', 'm') AND a.attnum > 0 AND NOT a.attisdropped AND ${condition}`;

const storage = (letter: string) =>
  `'STORAGE ' || CASE ${letter} WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END`;

export const columnOptions = [
  option('ms', 'storage', 'a.attstorage <> y.typstorage', storage('a.attstorage'), storage('y.typstorage')),
  option(
    'mc',
    'compression',
    `a.attcompression <> ''`,
    `'COMPRESSION ' || CASE a.attcompression WHEN 'l' THEN 'lz4' ELSE 'pglz' END`,
    `'COMPRESSION default'`,
  ),
  option(
    'mt',
    'statistics target',
    'coalesce(a.attstattarget, -1) >= 0',
    `'STATISTICS ' || a.attstattarget`,
    `'STATISTICS -1'`,
  ),
].join(' UNION ALL ');

/** By what a subscriber finds the rows of a table; the primary key where nothing is said. */
export const replicaIdentities = `
  SELECT json_build_object('id', 'q' || c.oid, 'kind', 'replica identity', 'name', c.relname, 'on', 'table ' || c.relname,
    'create', format('ALTER TABLE %s REPLICA IDENTITY %s', ${table}, CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' ELSE
      (SELECT format('USING INDEX %I', ic.relname) FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid WHERE i.indrelid = c.oid AND i.indisreplident) END),
    'drop', format('ALTER TABLE %s REPLICA IDENTITY DEFAULT', ${table}))
  FROM pg_class c ${inSchema} AND c.relkind IN ('r', 'p') AND c.relreplident <> 'd'
    AND (c.relreplident <> 'i' OR EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisreplident))`;
