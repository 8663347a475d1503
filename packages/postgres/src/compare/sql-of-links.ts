/** The part that a row of the catalog belongs to: what makes up one part counts as it. */
const nodes = `
  SELECT 'pg_class'::regclass AS catalog, c.oid, coalesce('k' || k.oid, CASE c.relkind WHEN 'c' THEN 't' || c.reltype ELSE 'c' || c.oid END) AS id
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_constraint k ON k.conindid = c.oid AND k.contype IN ('p', 'u', 'x') WHERE n.nspname = $1
  UNION ALL SELECT 'pg_type'::regclass, t.oid, CASE WHEN e.typrelid <> 0 AND c.relkind <> 'c' THEN 'c' || e.typrelid ELSE 't' || e.oid END
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_type e ON e.oid = CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem ELSE t.oid END
  LEFT JOIN pg_class c ON c.oid = e.typrelid WHERE n.nspname = $1
  UNION ALL SELECT 'pg_proc'::regclass, p.oid, 'f' || p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = $1
  UNION ALL SELECT 'pg_constraint'::regclass, k.oid, CASE WHEN k.contypid <> 0 THEN 't' || k.contypid ELSE 'k' || k.oid END
  FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE n.nspname = $1
  UNION ALL SELECT 'pg_rewrite'::regclass, w.oid, CASE WHEN w.rulename = '_RETURN' THEN 'c' || w.ev_class ELSE 'w' || w.oid END
  FROM pg_rewrite w JOIN pg_class c ON c.oid = w.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1
  UNION ALL SELECT 'pg_attrdef'::regclass, d.oid, CASE WHEN a.attgenerated <> '' THEN 'c' || d.adrelid ELSE 'd' || d.oid END
  FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum JOIN pg_class c ON c.oid = d.adrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1
  UNION ALL SELECT 'pg_trigger'::regclass, t.oid, 'g' || t.oid FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1
  UNION ALL SELECT 'pg_policy'::regclass, p.oid, 'p' || p.oid FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1
  UNION ALL SELECT 'pg_statistic_ext'::regclass, s.oid, 'e' || s.oid FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE n.nspname = $1`;

/** Options of columns, which go with a column's type, and the index by which rows are found. */
const ofTables = `
  SELECT format('%s%s.%s', m.id, c.oid, a.attnum), NULL, 'c' || c.oid, a.attname FROM (VALUES ('ms'), ('mc'), ('mt')) m(id), pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'm') AND a.attnum > 0 AND NOT a.attisdropped
  UNION SELECT 'q' || i.indrelid, NULL, coalesce('k' || k.oid, 'c' || i.indexrelid), NULL FROM pg_index i
  LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
  JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND i.indisreplident`;

const column = (catalog: string, oid: string, number: string) =>
  `(SELECT a.attname FROM pg_attribute a WHERE ${catalog} = 'pg_class'::regclass AND a.attrelid = ${oid} AND a.attnum = ${number} AND ${number} > 0)`;

/** What of a schema needs what of it. A sequence does not need the column that owns it: that is a part of its own. */
export const links = `
  WITH node AS MATERIALIZED (${nodes})
  SELECT json_build_object('id', x.id, 'column', x.column, 'needs', x.needs, 'needsColumn', x.needscolumn) FROM (
    SELECT DISTINCT a.id, ${column('d.classid', 'd.objid', 'd.objsubid')} AS column, b.id AS needs, ${column('d.refclassid', 'd.refobjid', 'd.refobjsubid')} AS needscolumn
    FROM pg_depend d JOIN node a ON a.catalog = d.classid AND a.oid = d.objid JOIN node b ON b.catalog = d.refclassid AND b.oid = d.refobjid
    WHERE a.id <> b.id AND NOT (d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') AND EXISTS (SELECT FROM pg_class s WHERE s.oid = d.objid AND s.relkind = 'S'))
    UNION SELECT 'o' || d.objid, NULL, 'c' || d.refobjid, NULL FROM pg_depend d JOIN node a ON a.catalog = d.classid AND a.oid = d.objid
    WHERE d.classid = 'pg_class'::regclass AND d.deptype = 'a' AND EXISTS (SELECT FROM pg_class s WHERE s.oid = d.objid AND s.relkind = 'S')
    UNION ${ofTables}) x`;
