import { fail } from '@portolan/runtime';
import type { CallOptions, Database } from '../connection/database.ts';
import { harmlessFamily, harmlessVolatile, isRefused } from './functions.ts';
import {
  type FoundFunction,
  type FoundRelation,
  foundFunctions,
  foundRelations,
  lookupSteps,
} from './lookup.ts';
import { functionsIn, type Name, relationsIn } from './names.ts';
import { parseStatement, type Statement } from './parse.ts';
import { refuseFunctions, refuseWrites } from './read-only.ts';

/** How long what the catalog said of names is believed, milliseconds. */
const BELIEVED_MS = 30_000;
const MAX_REMEMBERED = 500;
/** Longest statement whose grammar is remembered, characters. */
const MAX_REMEMBERED_LENGTH = 2_000;
/** Views on views that are followed. */
const MAX_DEPTH = 8;

const systemSchemas = new Set(['pg_catalog', 'information_schema']);

/** Reading functions of common extensions that say of themselves they are volatile. */
const harmlessExtension =
  /^(pg_stat_statements|pg_stat_statements_info|pg_buffercache_\w+|pgstat\w+|hypopg_(list_indexes|get_indexdef|relation_size))$/;

/** The fifth layer: what a statement is and calls, by the grammar and the catalog. */
export interface Gate {
  /**
   * @returns the statement, when it only reads
   * @throws ToolError `forbidden` naming what is refused, or what parsing throws
   */
  read(sql: string, options: CallOptions): Promise<Statement>;
  /** The same without waiting, for a statement that was found in order and is still believed to be. */
  known(sql: string): Statement | undefined;
  /** The same for a statement that may write: relations and functions that nothing else would stop. */
  write(statement: Statement, options: CallOptions): Promise<void>;
}

/** A statement with the names in it that the catalog is asked about. */
interface Reading {
  readonly statement: Statement;
  readonly called: readonly Name[];
  readonly named: readonly Name[];
  /** The same for all statements with these names; undefined where there are none. */
  readonly key: string | undefined;
}

function readingOf(statement: Statement, reads: boolean): Reading {
  const called = functionsIn(statement);
  const named = relationsIn(statement);
  const key = called.length + named.length === 0 ? undefined : JSON.stringify([reads, called, named]);
  return { statement, called, named, key };
}

export function createGate(database: Database, allowFunctions: readonly string[] = []): Gate {
  const passed = new Map<string, number>();
  const allowed = new Set(allowFunctions);
  /** Statements whose grammar was found in order: it says the same of the same text each time. */
  const readings = new Map<string, Reading>();

  const isBelieved = ({ key }: Reading) => key === undefined || (passed.get(key) ?? 0) > Date.now();

  const consult = async (
    reading: Reading,
    options: CallOptions,
    reads: boolean,
    depth = 0,
  ): Promise<void> => {
    const { called, named, key } = reading;
    if (key === undefined || isBelieved(reading)) return;
    const { signal, deadline } = options;
    const { steps } = await database.read(lookupSteps(called, named), { signal, deadline });
    const [functions, relations] = steps;
    if (functions === undefined || relations === undefined) throw new Error('A flight answers each step.');
    if (reads) for (const found of foundFunctions(functions)) refuseFunction(found, allowed);
    for (const relation of foundRelations(relations)) {
      refuseSchema(relation, database.settings);
      if (reads && relation.definition !== undefined && depth < MAX_DEPTH) {
        await consultView(relation, relation.definition, options, depth);
      }
    }
    if (passed.size >= MAX_REMEMBERED) passed.clear();
    passed.set(key, Date.now() + BELIEVED_MS);
  };

  const consultView = async (view: FoundRelation, sql: string, options: CallOptions, depth: number) => {
    const behind = await parseStatement(sql);
    const bad = functionsIn(behind).find(({ name }) => isRefused(name) && !allowed.has(name));
    if (bad !== undefined) {
      fail('forbidden', `The view ${view.schema}.${view.name} calls ${bad.name}, which may not be called.`, {
        next: 'Read the tables behind the view instead.',
      });
    }
    await consult(readingOf(behind, true), options, true, depth + 1);
  };

  const readNew = async (sql: string): Promise<Reading> => {
    const statement = await parseStatement(sql);
    refuseWrites(statement);
    const reading = readingOf(statement, true);
    if (sql.length > MAX_REMEMBERED_LENGTH) return reading;
    if (readings.size >= MAX_REMEMBERED) readings.clear();
    readings.set(sql, reading);
    return reading;
  };

  return {
    async read(sql, options) {
      const reading = readings.get(sql) ?? (await readNew(sql));
      await consult(reading, options, true);
      return reading.statement;
    },
    known(sql) {
      const reading = readings.get(sql);
      return reading !== undefined && isBelieved(reading) ? reading.statement : undefined;
    },
    async write(statement, options) {
      refuseFunctions(statement, new Set([...allowed, 'nextval', 'setval']));
      await consult(readingOf(statement, false), options, false);
    },
  };
}

function refuseFunction(found: FoundFunction, allowed: ReadonlySet<string>): void {
  const { schema, name, volatile, language, trusted, body } = found;
  if (allowed.has(name) || allowed.has(`${schema}.${name}`)) return;
  const next = 'Leave it out, or ask the operator to name it in --allow-functions.';
  if (schema === 'pg_catalog') {
    if (volatile && !harmlessVolatile.has(name) && !harmlessFamily.test(name)) {
      fail('forbidden', `The function ${name} is volatile and not known to be harmless.`, { next });
    }
    return;
  }
  if (volatile && !harmlessExtension.test(name)) {
    fail('forbidden', `The function ${schema}.${name} is volatile: it may change or reach anything.`, {
      next,
    });
  }
  if (!trusted) {
    fail(
      'forbidden',
      `The function ${schema}.${name} is written in ${language}, which is not bound to the database.`,
      {
        next,
      },
    );
  }
  const inside = [...body.matchAll(/[a-z_][a-z0-9_$]*/gi)].find(([word]) => isRefused(word.toLowerCase()));
  if (inside !== undefined) {
    fail('forbidden', `The function ${schema}.${name} calls ${inside[0]}, which may not be called.`, {
      next,
    });
  }
}

/** @throws ToolError `forbidden` for a schema that the source does not open */
export function refuseSchema(
  { schema, name }: Pick<Name, 'name'> & { readonly schema: string },
  { schemas, denySchemas }: Pick<Database['settings'], 'schemas' | 'denySchemas'>,
): void {
  const open = schemas.length === 0 || schemas.includes(schema) || systemSchemas.has(schema);
  if (open && !denySchemas.includes(schema)) return;
  fail('forbidden', `The relation ${schema}.${name} is in a schema that this source does not open.`, {
    next: schemas.length === 0 ? 'Use another schema.' : `Use the schemas ${schemas.join(', ')}.`,
  });
}
