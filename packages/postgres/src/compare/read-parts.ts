import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { hideClosed, schemaValues } from '../catalog/closed-schemas.ts';
import { readJsonQualified } from '../catalog/read-objects.ts';
import type { CallOptions } from '../connection/database.ts';
import { refuseSchema } from '../gate/refuse-found.ts';
import type { Source } from '../sources/sources.ts';
import { Link, Part, type SchemaParts } from './part.ts';
import { links } from './sql-of-links.ts';
import { sequenceOwners, sequences, tableSettings, tables, views } from './sql-of-relations.ts';
import { left, routines, schemas } from './sql-of-routines.ts';
import { constraints, defaults, indexes, policies, rules, triggers } from './sql-of-table-parts.ts';
import { composites, domains, enums } from './sql-of-types.ts';

/** Parts of one kind of a schema at most. */
const MAX_PARTS = 20_000;

const statements = [
  schemas,
  enums,
  composites,
  domains,
  sequences,
  tables,
  tableSettings,
  defaults,
  constraints,
  indexes,
  views,
  routines,
  sequenceOwners,
  rules,
  triggers,
  policies,
];

/** Each takes the same parameters, whether it has a use for them or not. */
const bounded = (statement: string) => `
  SELECT * FROM (${statement}) parts WHERE ($1::text[], $2::text[]) IS NOT NULL LIMIT ${MAX_PARTS + 1}`;

/**
 * All that can be compared of a schema, everything in it named with its schema.
 *
 * @throws ToolError `forbidden` for a closed schema, `not_found` for one that is not there, `too_large`
 */
export async function readParts(source: Source, schema: string, options: CallOptions): Promise<SchemaParts> {
  refuseSchema({ schema, name: '*' }, source.settings);
  const values = [...schemaValues(source), schema];
  const parts: Part[] = [];
  for (const statement of statements) {
    const found = await readJsonQualified(source, Part, bounded(statement), values, options);
    if (found.length > MAX_PARTS) {
      fail('too_large', `The schema ${schema} holds over ${MAX_PARTS} ${found[0]?.kind ?? 'part'}s.`, {
        next: 'Compare smaller schemas.',
      });
    }
    parts.push(...found);
  }
  if (!parts.some(({ kind }) => kind === 'schema')) {
    fail('not_found', `No schema is called "${schema}" in the source ${source.settings.alias}.`, {
      next: 'Look with search_objects and kinds: ["schema"]; names are case-sensitive here and unquoted.',
    });
  }
  return {
    schema,
    version: await source.database.version(options.signal),
    parts: await hideBodies(source, parts, options),
    links: await readJsonQualified(source, Link, links, [schema], options),
    left: await readJsonQualified(source, z.string(), bounded(left), values, options),
  };
}

/** Bodies of functions are text to the catalog, which knows of nothing that they name. */
async function hideBodies(source: Source, parts: readonly Part[], options: CallOptions): Promise<Part[]> {
  const isRoutine = ({ kind }: Part) => kind === 'function' || kind === 'procedure';
  const routines = parts.filter(isRoutine);
  const texts = await hideClosed(
    source,
    routines.map(({ create }) => create),
    options,
  );
  const shown = new Map(routines.map(({ id }, at) => [id, texts[at] ?? '']));
  return parts.map((part) => ({ ...part, create: shown.get(part.id) ?? part.create }));
}
