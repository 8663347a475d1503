import type { StepResult } from '../connection/flight.ts';
import { textArray } from './lookup.ts';
import { attributesIn, functionsIn, type Name, relationsIn } from './names.ts';
import type { Statement } from './parse.ts';

/** What the catalog says of masked columns at one time. */
export interface Hidden {
  /** Numbers of the masked columns of each table, partition and view, by its oid. */
  readonly attributes: ReadonlyMap<number, ReadonlySet<number>>;
  /** The names these columns have now. */
  readonly names: ReadonlySet<string>;
  /** Relations with such a column. */
  readonly carriers: readonly Name[];
  /** Relations with any column of such a name. */
  readonly sameNamed: readonly Name[];
  /** Functions whose rows have a column of such a name. */
  readonly functions: ReadonlySet<string>;
}

/** A column of a relation by their numbers, which no new name changes. */
export interface Attribute {
  readonly relation: number;
  readonly number: number;
}

/**
 * Columns that the settings name; those that were found before, whatever they are called now; those of tables that
 * inherit them; and those that views show under the same name. Then what else has a column of such a name.
 */
const hidden = `
  WITH RECURSIVE named AS (
    SELECT a.attrelid AS relation, a.attnum AS number, a.attname AS name
    FROM ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[]), pg_catalog.unnest($3::text[])) AS m(schema, tab, col)
    JOIN pg_catalog.pg_attribute a ON a.attname = m.col AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_catalog.pg_class c ON c.oid = a.attrelid AND (m.tab = '*' OR c.relname = m.tab)
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND (m.schema = '' OR n.nspname = m.schema)
    UNION SELECT a.attrelid, a.attnum, a.attname
    FROM ROWS FROM (pg_catalog.unnest($4::oid[]), pg_catalog.unnest($5::int2[])) AS h(relation, number)
    JOIN pg_catalog.pg_attribute a ON a.attrelid = h.relation AND a.attnum = h.number AND NOT a.attisdropped
  ), names AS (
    SELECT name FROM named UNION SELECT pg_catalog.unnest($3::text[])
  ), shown_by AS (
    SELECT p.oid, p.proname FROM pg_catalog.pg_proc p
    WHERE p.proargnames && ARRAY(SELECT name::text FROM names) OR EXISTS (
      SELECT FROM pg_catalog.pg_type t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.typrelid
      WHERE t.oid = p.prorettype AND a.attname IN (SELECT name FROM names))
  ), hidden AS (
    SELECT relation, number, name FROM named
    UNION SELECT a.attrelid, a.attnum, a.attname FROM shown_by f
      JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.refobjid = f.oid
        AND d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
      JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid
      JOIN pg_catalog.pg_attribute a ON a.attrelid = r.ev_class AND a.attname IN (SELECT name FROM names)
    UNION SELECT further.* FROM hidden h CROSS JOIN LATERAL (
      SELECT a.attrelid, a.attnum, a.attname FROM pg_catalog.pg_inherits i
      JOIN pg_catalog.pg_attribute a ON a.attrelid = i.inhrelid AND a.attname = h.name WHERE i.inhparent = h.relation
      UNION ALL SELECT a.attrelid, a.attnum, a.attname FROM pg_catalog.pg_depend d
      JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid
      JOIN pg_catalog.pg_attribute a ON a.attrelid = r.ev_class AND a.attname = h.name
      WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = h.relation
        AND d.refobjsubid IN (0, h.number) AND d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass) further
  )
  SELECT 'column', n.nspname, c.relname, h.relation, h.number, h.name
  FROM hidden h JOIN pg_catalog.pg_class c ON c.oid = h.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  UNION ALL SELECT 'same name', n.nspname, c.relname, NULL, NULL, NULL
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND EXISTS (
    SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attname IN (SELECT name FROM names) AND NOT a.attisdropped)
  UNION ALL SELECT 'function', NULL, f.proname, NULL, NULL, NULL FROM shown_by f`;

/** Asks the catalog for what the settings hide, and what was found hidden before. */
export function hiddenStep(settings: readonly string[], held: readonly Attribute[]) {
  const rules = settings.map((rule) => {
    const [column = '', table = '*', schema = ''] = rule.split('.').toReversed();
    return { column, table, schema };
  });
  const values = [
    rules.map(({ schema }) => schema),
    rules.map(({ table }) => table),
    rules.map(({ column }) => column),
    held.map(({ relation }) => `${relation}`),
    held.map(({ number }) => `${number}`),
  ];
  return { text: hidden, values: values.map(textArray) };
}

export function readHidden({ rows }: StepResult): Hidden {
  const attributes = new Map<number, Set<number>>();
  const names = new Set<string>();
  const carriers: Name[] = [];
  const sameNamed: Name[] = [];
  const functions = new Set<string>();
  for (const [what, schema, name, relation, number, column] of rows) {
    const found = { schema: schema ?? undefined, name: name ?? '' };
    if (what === 'function') functions.add(found.name);
    else if (what === 'same name') sameNamed.push(found);
    else {
      carriers.push(found);
      names.add(column ?? '');
      const own = attributes.get(Number(relation)) ?? new Set();
      attributes.set(Number(relation), own.add(Number(number)));
    }
  }
  return { attributes, names, carriers, sameNamed, functions };
}

/** Whether a name in a statement may mean one of these; the search path is not followed. */
export const isAmong = (names: readonly Name[], { schema, name }: Name): boolean =>
  names.some((one) => one.name === name && (schema === undefined || one.schema === schema));

/** Whether a statement may read masked columns at all: it names what has them. */
export const touches = (statement: Statement, { carriers, functions }: Hidden): boolean =>
  relationsIn(statement).some((name) => isAmong(carriers, name)) ||
  functionsIn(statement).some(({ name }) => functions.has(name)) ||
  attributesIn(statement).some((name) => functions.has(name));
