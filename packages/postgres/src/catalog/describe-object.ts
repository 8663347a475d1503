import { fail } from '@portolan/runtime';
import * as z from 'zod';
import type { CallOptions } from '../connection/database.ts';
import { refuseSchema } from '../gate/refuse-found.ts';
import type { Source } from '../sources/sources.ts';
import { schemaIsOpen, schemaValues } from './closed-schemas.ts';
import { type Description, describeRelation, type Wanted } from './describe-relation.ts';
import { describeThings, Thing } from './describe-thing.ts';
import { readJson } from './read-objects.ts';

/** What can be described, by the words of search_objects. */
export const describedKinds = [
  'table',
  'view',
  'materialized_view',
  'index',
  'sequence',
  'function',
  'enum',
  'type',
  'trigger',
  'extension',
] as const;

/** One object, and what else has its name: overloads of a function, the triggers of other tables. */
export const Things = Thing.extend({ others: z.array(Thing).optional() });

type Described = z.output<typeof Description> | z.output<typeof Things>;

/** What a caller wants that takes nothing else. */
const TABLES = 'table or view';

/** Schemas with something of a name: with anything, or with a table or view. */
const elsewhere = `
  SELECT to_json(n.nspname) FROM pg_namespace n WHERE ${schemaIsOpen('n.nspname')} AND (
    EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = n.oid AND c.relname = $3 AND c.relkind = ANY (CASE WHEN $4::boolean THEN '{r,p,v,m,f}' ELSE '{r,p,v,m,f,i,I,S}' END::"char"[]))
    OR NOT $4::boolean AND (EXISTS (SELECT FROM pg_proc p WHERE p.pronamespace = n.oid AND p.proname = $3)
    OR EXISTS (SELECT FROM pg_type t WHERE t.typnamespace = n.oid AND t.typname = $3)
    OR EXISTS (SELECT FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid WHERE c.relnamespace = n.oid AND g.tgname = $3 AND NOT g.tgisinternal)))
  ORDER BY n.nspname`;

/**
 * Everything the catalog holds of one object: a table or view first, where several kinds have the name.
 *
 * @throws ToolError `not_found` saying in which schemas there is one of that name, `forbidden` for a closed schema
 */
export async function describeObject(
  source: Source,
  wanted: Wanted,
  options: CallOptions,
): Promise<Described> {
  const relation = await openRelation(source, wanted, options);
  if (relation !== undefined) return relation;
  const [first, ...others] = await describeThings(source, wanted, options);
  if (first === undefined) return refuseMissing(source, wanted, options);
  for (const thing of [first, ...others]) if (thing.schema !== '') refuseSchema(thing, source.settings);
  return others.length === 0 ? first : { ...first, others };
}

/**
 * Everything the catalog holds of one table or view.
 *
 * @throws ToolError as `describeObject` does
 */
export const describeTable = async (
  source: Source,
  name: string,
  schema: string | undefined,
  options: CallOptions,
): Promise<z.output<typeof Description>> =>
  (await openRelation(source, { name, schema }, options)) ??
  (await refuseMissing(source, { name, schema, kind: TABLES }, options));

async function openRelation(source: Source, wanted: Wanted, options: CallOptions) {
  const relation = await describeRelation(source, wanted, options);
  if (relation !== undefined) refuseSchema(relation, source.settings);
  return relation;
}

async function refuseMissing(
  source: Source,
  { name, schema, kind }: Wanted,
  options: CallOptions,
): Promise<never> {
  // What lies in closed schemas is not named.
  const others = await readJson(
    source,
    z.string(),
    elsewhere,
    [...schemaValues(source), name, String(kind === TABLES)],
    options,
  );
  const where = schema === undefined ? 'on the search path' : `in the schema ${schema}`;
  const next = () => {
    if (others.length === 0)
      return `${apart(name, schema)}Look with search_objects; names are case-sensitive here and unquoted.`;
    if (kind === undefined || kind === TABLES)
      return `There is one in ${others.join(', ')}: name it as schema.`;
    return `Something of that name is in ${others.join(', ')}: leave kind out, and name it as schema.`;
  };
  return fail('not_found', `No ${kind ?? 'object'} is called "${name}" ${where}.`, { next: next() });
}

/** What to do about a schema that was written before the name. */
function apart(name: string, schema: string | undefined): string {
  const dot = name.indexOf('.');
  if (schema !== undefined || dot < 1) return '';
  return `A schema is an argument of its own: schema ${JSON.stringify(name.slice(0, dot))}, name ${JSON.stringify(name.slice(dot + 1))}. `;
}
