import type * as z from 'zod';
import type { CallOptions, Database } from '../connection/database.ts';
import type { Step } from '../connection/flight.ts';

/** A source, or one transaction of it. */
export interface Readable {
  readonly database: Pick<Database, 'read'>;
}

type Values = readonly (string | null)[];

/**
 * Runs a statement of ours that answers one JSON value a row, and reads it.
 *
 * @param schema of one row
 */
export const readJson = <Schema extends z.ZodType>(
  source: Readable,
  schema: Schema,
  text: string,
  values: Values,
  options: CallOptions,
) => readLast(source, schema, [{ text, values }], options);

/** The same in which definitions name the schema of everything, whatever the search path of the role. */
export const readJsonQualified = <Schema extends z.ZodType>(
  source: Readable,
  schema: Schema,
  text: string,
  values: Values,
  options: CallOptions,
) => readLast(source, schema, [{ text: 'SET LOCAL search_path TO pg_catalog' }, { text, values }], options);

async function readLast<Schema extends z.ZodType>(
  { database }: Readable,
  schema: Schema,
  statements: readonly Step[],
  options: CallOptions,
): Promise<z.output<Schema>[]> {
  const { steps } = await database.read(statements, options);
  return (steps.at(-1)?.rows ?? []).map(([json]) => schema.parse(JSON.parse(json ?? 'null')));
}

/** Words that are no names unless they are quoted: reserved, and those reserved for functions and types. */
const reserved = new Set(
  `all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation
  column concurrently constraint create cross current_catalog current_date current_role current_schema current_time
  current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze
  from full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit
  localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references
  returning right select session_user similar some symmetric system_user table tablesample then to trailing true union
  unique user using variadic verbose when where window with`.split(/\s+/),
);

/** Shows a name as SQL needs it written. */
export const quoteName = (name: string) =>
  /^[a-z_][a-z0-9_$]*$/.test(name) && !reserved.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
