import type { CallOptions, Database } from '../connection/database.ts';
import { refuseNaming } from './closed-catalog.ts';
import { createConsultation } from './consult.ts';
import type { Mask } from './mask.ts';
import { parseStatement, type Statement } from './parse.ts';
import { refuseFunctions, refuseWrites } from './read-only.ts';
import { type Reading, readingOf } from './reading.ts';

const MAX_REMEMBERED = 500;
/** Longest statement whose grammar is remembered, characters. */
const MAX_REMEMBERED_LENGTH = 2_000;

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
  /** What was believed of the catalog is not any more: it was changed. */
  forget(): void;
}

export function createGate(database: Database, mask: Mask, allowFunctions: readonly string[] = []): Gate {
  const allowed = new Set(allowFunctions);
  const { isBelieved, consult, forget } = createConsultation(database, { allowed, mask });
  /** Statements whose grammar was found in order: it says the same of the same text each time. */
  const readings = new Map<string, Reading>();
  const readNew = async (sql: string): Promise<Reading> => {
    const statement = await parseStatement(sql);
    refuseWrites(statement);
    refuseNaming(statement, database.settings);
    const reading = readingOf(statement, 'read');
    if (sql.length > MAX_REMEMBERED_LENGTH) return reading;
    if (readings.size >= MAX_REMEMBERED) readings.clear();
    readings.set(sql, reading);
    return reading;
  };
  const refuseCalls = (statement: Statement) => {
    refuseNaming(statement, database.settings);
    refuseFunctions(statement, new Set([...allowed, 'nextval', 'setval']));
  };

  return {
    forget,
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
      refuseCalls(statement);
      await consult(readingOf(statement, 'plan'), options);
    },
    async write(statement, options) {
      refuseCalls(statement);
      await consult(readingOf(statement, 'write'), options);
    },
  };
}
