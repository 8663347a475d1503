import { fail } from '@portolan/runtime';
import { schemaIsOpen, schemaValues } from '../catalog/closed-schemas.ts';
import type { Run } from '../gate/attributes.ts';
import type { Source } from '../sources/sources.ts';

/** What lies in a schema: catalogs with a number each, and their column for the schema. */
const objects = {
  pg_class: 'relnamespace',
  pg_proc: 'pronamespace',
  pg_type: 'typnamespace',
  pg_constraint: 'connamespace',
  pg_operator: 'oprnamespace',
  pg_opclass: 'opcnamespace',
  pg_opfamily: 'opfnamespace',
  pg_collation: 'collnamespace',
  pg_conversion: 'connamespace',
  pg_statistic_ext: 'stxnamespace',
  pg_ts_config: 'cfgnamespace',
  pg_ts_dict: 'dictnamespace',
  pg_ts_parser: 'prsnamespace',
  pg_ts_template: 'tmplnamespace',
  pg_default_acl: 'defaclnamespace',
} as const;

/** What belongs to a relation or a type of a schema: their column for it. */
const parts = {
  pg_attribute: 'attrelid',
  pg_attrdef: 'adrelid',
  pg_index: 'indrelid',
  pg_inherits: 'inhrelid',
  pg_policy: 'polrelid',
  pg_rewrite: 'ev_class',
  pg_sequence: 'seqrelid',
  pg_trigger: 'tgrelid',
  pg_enum: 'enumtypid',
} as const;

const objectsOf = Object.entries(objects).map(
  ([catalog, schema]) =>
    `SELECT o.tableoid AS class, o.oid, o.xmin, o.ctid FROM pg_catalog.${catalog} o WHERE o.${schema} IN (SELECT oid FROM closed)`,
);

const partsOf = Object.entries(parts).map(
  ([catalog, owner]) =>
    `SELECT p.tableoid, p.${owner}, p.xmin, p.ctid FROM pg_catalog.${catalog} p WHERE p.${owner} IN (SELECT oid FROM object)`,
);

/**
 * One text for the state of all that closed schemas hold, grants and comments included. Each change of a catalog's
 * row gives it another transaction and another place.
 */
const state = `
  WITH closed AS MATERIALIZED (
    SELECT n.tableoid AS class, n.oid, n.xmin, n.ctid FROM pg_catalog.pg_namespace n
    WHERE n.nspname !~ '^pg_(toast|temp)' AND NOT ${schemaIsOpen('n.nspname')}
  ), object AS MATERIALIZED (${objectsOf.join('\n    UNION ALL ')}
  ), held AS (
    SELECT * FROM closed UNION ALL SELECT * FROM object
    UNION ALL ${partsOf.join('\n    UNION ALL ')}
    UNION ALL SELECT d.tableoid, d.objoid, d.xmin, d.ctid FROM pg_catalog.pg_description d
      JOIN (SELECT class, oid FROM closed UNION ALL SELECT class, oid FROM object) o ON o.class = d.classoid AND o.oid = d.objoid
  )
  SELECT pg_catalog.md5(pg_catalog.string_agg(pg_catalog.concat_ws(' ', class, oid, xmin, ctid), ',' ORDER BY class, oid, xmin::text, ctid)) FROM held`;

/**
 * Holds a transaction to the schemas that the settings open, however its statements name what they change, and
 * whatever goes with it.
 *
 * @returns what throws ToolError `forbidden` once anything in a closed schema is new, different or gone
 */
export async function holdClosed(source: Source, run: Run): Promise<(sql: string) => Promise<void>> {
  const { schemas, denySchemas } = source.settings;
  if (schemas.length + denySchemas.length === 0) return async () => {};
  const read = async () => {
    const [step] = await run({ text: state, values: schemaValues(source) });
    return step?.rows[0]?.[0];
  };
  const before = await read();
  return async (sql) => {
    if ((await read()) === before) return;
    fail(
      'forbidden',
      `This would change something in a schema that the source does not open: ${sql.slice(0, 200)}. Nothing was changed.`,
      {
        next: `${schemas.length > 0 ? `Change only the schemas ${schemas.join(', ')}` : 'Leave it out'}; if it does that alone, somebody else was at work in another, so call again.`,
      },
    );
  };
}
