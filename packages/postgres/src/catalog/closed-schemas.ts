import * as z from 'zod';
import type { CallOptions } from '../connection/database.ts';
import { textArray } from '../gate/lookup.ts';
import { isEscaped, wordsOf } from '../gate/words.ts';
import type { Source } from '../sources/sources.ts';
import { type Readable, readJson } from './read-objects.ts';

/** What is shown instead of the text of a statement. */
export const NOT_SHOWN = 'Not shown: it names, or may name, what lies in a closed schema.';

/** Characters to read beyond those that are shown, so that no name is judged by a part of it. */
export const NAME_MARGIN = 200;

/** The values for the parameters $1 and $2 of the conditions below. */
export const schemaValues = ({ settings }: Pick<Source, 'settings'>): [string, string] => [
  textArray(settings.schemas),
  textArray(settings.denySchemas),
];

/** SQL that says whether the settings open the schema of a name; its parameters are $1 and $2. */
export const schemaIsOpen = (name: string) =>
  `(($1::text[] = '{}' OR ${name} = ANY ($1) OR ${name} IN ('pg_catalog', 'information_schema')) AND NOT ${name} = ANY ($2::text[]))`;

/** The same for a relation by its oid: what keeps its long values lies where its table lies. */
export const relationIsOpen = (oid: string) => `
  (SELECT ${schemaIsOpen('rn.nspname')} FROM pg_class rc JOIN pg_namespace rn ON rn.oid = CASE rc.relkind
    WHEN 't' THEN (SELECT ro.relnamespace FROM pg_class ro WHERE ro.reltoastrelid = rc.oid) ELSE rc.relnamespace END
   WHERE rc.oid = ${oid})`;

/** SQL that says whether a catalog entry, by its class and oid, depends on anything in a closed schema. */
const reachesClosed = (catalog: string, oid: string) => `
  CASE WHEN $1::text[] = '{}' AND $2::text[] = '{}' THEN false ELSE EXISTS (
    SELECT FROM pg_depend rd CROSS JOIN LATERAL pg_identify_object(rd.refclassid, rd.refobjid, rd.refobjsubid) ro
    JOIN pg_namespace rn ON quote_ident(rn.nspname) = ro.schema
    WHERE rd.classid = '${catalog}'::regclass AND rd.objid = ${oid} AND NOT ${schemaIsOpen('rn.nspname')}) END`;

/** SQL for a text of the catalog, unless what it belongs to depends on something in a closed schema. */
export const openText = (text: string, catalog: string, oid: string) =>
  `CASE WHEN ${reachesClosed(catalog, oid)} THEN '${NOT_SHOWN}' ELSE ${text} END`;

/** SQL for the type of a column, unless it is one of a closed schema. */
export const openType = (type: string, modifier: string) => `
  (SELECT CASE WHEN ${schemaIsOpen('yn.nspname')} THEN format_type(${type}, ${modifier}) ELSE '${NOT_SHOWN}' END
   FROM pg_type yt JOIN pg_namespace yn ON yn.oid = yt.typnamespace WHERE yt.oid = ${type})`;

/** SQL for the text of a session's statement, to go through `hideClosed`; what names mean elsewhere cannot be told here. */
export const sessionText = (query: string, database: string, shown: number) => `
  CASE WHEN ${database} = current_database() OR $1::text[] = '{}' AND $2::text[] = '{}'
    THEN left(${query}, ${shown + NAME_MARGIN}) ELSE '${NOT_SHOWN}' END`;

/** Of some words, those that only name what lies in closed schemas, or one of these. */
const closedNames = `
  WITH named AS (
    SELECT relname AS name, relnamespace AS schema FROM pg_class WHERE relname = ANY ($3::name[])
    UNION ALL SELECT proname, pronamespace FROM pg_proc WHERE proname = ANY ($3::name[])
    UNION ALL SELECT typname, typnamespace FROM pg_type WHERE typname = ANY ($3::name[])
    UNION ALL SELECT nspname, oid FROM pg_namespace WHERE nspname = ANY ($3::name[]))
  SELECT to_json(named.name) FROM named JOIN pg_namespace n ON n.oid = named.schema
  GROUP BY named.name HAVING NOT bool_or(${schemaIsOpen('n.nspname')})`;

/**
 * Texts of other sessions' statements, those that name closed schemas or what only these hold replaced by a notice.
 * Words are compared, not meanings: which search path a text ran with, nobody knows afterwards.
 */
export async function hideClosed(
  source: Readable & Pick<Source, 'settings'>,
  texts: readonly string[],
  options: CallOptions,
): Promise<string[]> {
  const { schemas, denySchemas } = source.settings;
  if (schemas.length + denySchemas.length === 0 || texts.length === 0) return [...texts];
  const words = texts.map(wordsOf);
  const values = [...schemaValues(source), textArray([...new Set(words.flat())])];
  const closed = new Set(await readJson(source, z.string(), closedNames, values, options));
  return texts.map((text, at) =>
    isEscaped(text) || words[at]?.some((word) => closed.has(word)) ? NOT_SHOWN : text,
  );
}
