import { fail, ToolError } from '@portolan/runtime';
import * as z from 'zod';
import { hideClosed, schemaValues } from '../catalog/closed-schemas.ts';
import { type Readable, readJsonQualified } from '../catalog/read-objects.ts';
import type { CallOptions, Transaction } from '../connection/database.ts';
import { refuseSchema } from '../gate/refuse-found.ts';
import type { Source } from '../sources/sources.ts';
import { Link, Part, type SchemaParts } from './part.ts';
import { links } from './sql-of-links.ts';
import { sequenceOwners, sequences, tableSettings, tables, views } from './sql-of-relations.ts';
import { defaultPrivileges, left, routines, schemas } from './sql-of-routines.ts';
import {
  columnOptions,
  constraints,
  defaults,
  indexes,
  policies,
  replicaIdentities,
  rules,
  statistics,
  triggers,
} from './sql-of-table-parts.ts';
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
  statistics,
  columnOptions,
  replicaIdentities,
  views,
  routines,
  sequenceOwners,
  rules,
  triggers,
  policies,
];

/** How often `readSides` says for one side that something is done, unless it has to read again. */
export const STEPS_OF_SIDE = statements.length;

/** Each takes the same parameters, whether it has a use for them or not. */
const bounded = (statement: string) => `
  SELECT * FROM (${statement}) parts WHERE ($1::text[], $2::text[]) IS NOT NULL LIMIT ${MAX_PARTS + 1}`;

/** One side of a comparison. */
export interface Side {
  readonly schema: string;
  /** Whether owners and default privileges are compared. */
  readonly owners: boolean;
}

/** A transaction that reads, in the place of its source. */
type Snapshot = Readable & Pick<Source, 'settings'> & Pick<Transaction, 'version'>;

/**
 * Schemas of one source, read in one transaction that sees the catalog as it was when it began: a change meanwhile
 * makes no difference that never was. Definitions are written by the server, which looks them up as they are now; one
 * that is gone by then fails, and all is read again.
 *
 * @param done is called when another kind of part was read
 * @throws ToolError `forbidden` for a closed schema, `not_found` for one that is not there, `too_large`
 */
export async function readSides(
  source: Source,
  sides: readonly Side[],
  options: CallOptions,
  done: () => void,
): Promise<readonly SchemaParts[]> {
  for (const { schema } of sides) refuseSchema({ schema, name: '*' }, source.settings);
  for (let again = 0; ; again += 1) {
    try {
      return await readAtOnce(source, sides, options, done);
    } catch (error) {
      if (again === MAX_AGAIN || !isGone(error)) throw error;
    }
  }
}

/** How often a schema that changes meanwhile is read again. */
const MAX_AGAIN = 3;

/** `cache lookup failed` is an internal error to the server. */
const isGone = (error: unknown) =>
  error instanceof ToolError && ['XX000', '42P01', '42704', '42883'].includes(String(error.data?.sqlstate));

const readAtOnce = (source: Source, sides: readonly Side[], options: CallOptions, done: () => void) =>
  source.database.transaction('read', { ...options, snapshot: true }, async ({ run, version }) => {
    const read: Readable['database']['read'] = async (steps) => ({
      steps: await run(...steps),
      overflow: false,
    });
    const snapshot = { settings: source.settings, version, database: { read } };
    const result: SchemaParts[] = [];
    for (const side of sides) result.push(await readParts(snapshot, side, options, done));
    return { result, end: 'rollback' };
  });

async function readParts(
  source: Snapshot,
  { schema, owners }: Side,
  options: CallOptions,
  done: () => void,
): Promise<SchemaParts> {
  const values = [...schemaValues(source), schema];
  const parts: Part[] = [];
  for (const statement of owners ? [...statements, defaultPrivileges] : statements) {
    const found = await readJsonQualified(source, Part, bounded(statement), values, options);
    if (found.length > MAX_PARTS) {
      fail('too_large', `The schema ${schema} holds over ${MAX_PARTS} ${found[0]?.kind ?? 'part'}s.`, {
        next: 'Compare smaller schemas.',
      });
    }
    done();
    parts.push(...(owners ? found : found.map((part) => ({ ...part, owner: null }))));
  }
  if (!parts.some(({ kind }) => kind === 'schema')) {
    fail('not_found', `No schema is called "${schema}" in the source ${source.settings.alias}.`, {
      next: 'Look with search_objects and kinds: ["schema"]; names are case-sensitive here and unquoted.',
    });
  }
  return {
    schema,
    version: source.version,
    parts: await hideBodies(source, parts, options),
    links: await readJsonQualified(source, Link, links, [schema], options),
    left: await readJsonQualified(source, z.string(), bounded(left), values, options),
  };
}

/** Bodies of functions are text to the catalog, which knows of nothing that they name. */
async function hideBodies(source: Snapshot, parts: readonly Part[], options: CallOptions): Promise<Part[]> {
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
