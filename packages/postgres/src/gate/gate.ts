import { fail } from '@portolan/runtime';
import { databaseRole } from '../connection/caller-role.ts';
import type { CallOptions, Database } from '../connection/database.ts';
import { isRefused } from './functions.ts';
import {
  type FoundFunction,
  type FoundRelation,
  foundFunctions,
  foundRelations,
  lookupSteps,
} from './lookup.ts';
import { maskedNames } from './mask.ts';
import { refuseRenamed } from './masked-forms.ts';
import { parseStatement, type Statement } from './parse.ts';
import { refuseFunctions, refuseWrites } from './read-only.ts';
import { type Reading, readingOf } from './reading.ts';
import { refuseClosedFunction, refuseFunction, refuseRowFunction, refuseSchema } from './refuse-found.ts';

/** How long what the catalog said of names is believed, milliseconds. */
const BELIEVED_MS = 30_000;
const MAX_REMEMBERED = 500;
/** Longest statement whose grammar is remembered, characters. */
const MAX_REMEMBERED_LENGTH = 2_000;
/** Views on views that are followed. */
const MAX_DEPTH = 8;

/** The fifth layer: what a statement is and calls, by the grammar and the catalog. */
export interface Gate {
  /**
   * @returns the statement, when it only reads
   * @throws ToolError `forbidden` naming what is refused, or what parsing throws
   */
  read(sql: string, options: CallOptions): Promise<Statement>;
  /** The same without waiting, for a statement that was found in order and is still believed to be. */
  known(sql: string, options: Pick<CallOptions, 'caller'>): Statement | undefined;
  /** The same for a statement of any kind that is only planned, which runs functions that claim to be stable. */
  plan(statement: Statement, options: CallOptions): Promise<void>;
  /** The same for a statement that may write: relations and functions that nothing else would stop. */
  write(statement: Statement, options: CallOptions): Promise<void>;
}

export function createGate(database: Database, allowFunctions: readonly string[] = []): Gate {
  const { settings } = database;
  const passed = new Map<string, number>();
  const allowed = new Set(allowFunctions);
  const masked = maskedNames(settings.mask);
  /** Statements whose grammar was found in order: it says the same of the same text each time. */
  const readings = new Map<string, Reading>();
  /** Names mean what the search path of the caller's role makes of them. */
  const keyFor = (key: string, caller: CallOptions['caller']) =>
    `${databaseRole(settings, caller) ?? ''}\n${key}`;
  const isBelieved = ({ key }: Reading, caller: CallOptions['caller']) =>
    key === undefined || (passed.get(keyFor(key, caller)) ?? 0) > Date.now();

  const refuseFound = (found: FoundFunction, { ends, forValue }: Reading) => {
    const isRun = ends === 'read' || (ends === 'plan' && !found.volatile);
    if (isRun) refuseFunction(found, allowed);
    refuseClosedFunction(found, settings);
    if (masked.size > 0) refuseRowFunction(found, forValue);
  };
  const consult = async (reading: Reading, options: CallOptions, depth = 0): Promise<void> => {
    const { named, key } = reading;
    if (key === undefined || isBelieved(reading, options.caller)) return;
    const { signal, deadline, caller } = options;
    const asked = { signal, deadline, ...(caller !== undefined && { caller }) };
    const [functions, relations] = (await database.read(lookupSteps(named, masked), asked)).steps;
    if (functions === undefined || relations === undefined) throw new Error('A flight answers each step.');
    for (const found of foundFunctions(functions)) refuseFound(found, reading);
    for (const relation of foundRelations(relations)) {
      refuseSchema(relation, settings);
      if (relation.definition !== undefined)
        await consultView(relation, relation.definition, reading.ends, options, depth);
    }
    if (passed.size >= MAX_REMEMBERED) passed.clear();
    passed.set(keyFor(key, caller), Date.now() + BELIEVED_MS);
  };
  const consultView = async (
    view: FoundRelation,
    sql: string,
    ends: Reading['ends'],
    options: CallOptions,
    depth: number,
  ) => {
    if ((ends === 'write' || view.stored) && masked.size === 0) return;
    const shown = `${view.schema}.${view.name}`;
    if (depth >= MAX_DEPTH) {
      fail('forbidden', `The view ${shown} lies under ${MAX_DEPTH} others, deeper than views are followed.`, {
        next: 'Read it or the tables behind it directly.',
      });
    }
    const behind = await parseStatement(sql);
    refuseRenamed(behind, shown, masked);
    const isRun = ends !== 'write' && !view.stored;
    const bad = isRun
      ? readingOf(behind, ends).called.find((name) => isRefused(name) && !allowed.has(name))
      : undefined;
    if (bad !== undefined) {
      fail('forbidden', `The view ${shown} calls ${bad}, which may not be called.`, {
        next: 'Read the tables behind the view instead.',
      });
    }
    await consult(readingOf(behind, isRun ? ends : 'write'), options, depth + 1);
  };
  const readNew = async (sql: string): Promise<Reading> => {
    const statement = await parseStatement(sql);
    refuseWrites(statement);
    const reading = readingOf(statement, 'read');
    if (sql.length > MAX_REMEMBERED_LENGTH) return reading;
    if (readings.size >= MAX_REMEMBERED) readings.clear();
    readings.set(sql, reading);
    return reading;
  };

  return {
    async read(sql, options) {
      const reading = readings.get(sql) ?? (await readNew(sql));
      await consult(reading, options);
      return reading.statement;
    },
    known(sql, { caller }) {
      const reading = readings.get(sql);
      return reading !== undefined && isBelieved(reading, caller) ? reading.statement : undefined;
    },
    async plan(statement, options) {
      refuseFunctions(statement, new Set([...allowed, 'nextval', 'setval']));
      await consult(readingOf(statement, 'plan'), options);
    },
    async write(statement, options) {
      refuseFunctions(statement, new Set([...allowed, 'nextval', 'setval']));
      await consult(readingOf(statement, 'write'), options);
    },
  };
}
