import * as z from 'zod';
import type { CallOptions } from '../connection/database.ts';
import type { Source } from '../sources/sources.ts';
import { hideClosed, schemaValues } from './closed-schemas.ts';
import type { Wanted } from './describe-relation.ts';
import { readJson } from './read-objects.ts';
import { type ThingKind, things } from './sql-of-things.ts';

/** Overloads and the like that are described at most. */
const MAX_THINGS = 50;

const text = z.string().nullish();

/** One object that is no table or view. */
export const Thing = z.object({
  kind: z.string(),
  schema: z.string(),
  name: z.string(),
  comment: text,
  owner: text,
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  /** Of an enum. */
  values: z.array(z.string()).nullish(),
  /** Columns of a type. */
  usedBy: z.array(z.string()).nullish(),
  /** What an extension brings. */
  provides: z.array(z.string()).nullish(),
  definition: text,
  grants: z.array(z.string()).nullish(),
});

export type FoundThing = z.output<typeof Thing>;

/** Everything of that name that is no table or view, in whatever schema, kind after kind. */
export async function describeThings(
  source: Source,
  { name, schema, kind }: Wanted,
  options: CallOptions,
): Promise<readonly FoundThing[]> {
  const values = [...schemaValues(source), name, schema ?? null];
  const wanted = wantedOf(kind).flatMap((one) => things[one]);
  const found: FoundThing[] = [];
  for (const statement of wanted)
    found.push(...(await readJson(source, Thing, bounded(statement), values, options)));
  // Bodies of functions are text to the catalog, which knows of nothing that they name.
  const definitions = await hideClosed(
    source,
    found.map(({ definition }) => definition ?? ''),
    options,
  );
  return found.map((thing, at) => ({ ...thing, ...(thing.definition && { definition: definitions[at] }) }));
}

/** Each takes the same parameters, whether it has a use for them or not. */
const bounded = (statement: string) => `
  SELECT json_strip_nulls(json_build_object) FROM (${statement}) things
  WHERE ($1::text[], $2::text[], $3::text, $4::text) IS NOT DISTINCT FROM ($1::text[], $2::text[], $3::text, $4::text) LIMIT ${MAX_THINGS}`;

const all: readonly ThingKind[] = ['sequence', 'index', 'type', 'function', 'trigger', 'extension'];

function wantedOf(kind: string | undefined): readonly ThingKind[] {
  if (kind === undefined) return all;
  return all.filter((one) => one === (kind === 'enum' ? 'type' : kind));
}
