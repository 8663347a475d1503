import { fail } from '@portolan/runtime';
import type { CallOptions } from '../connection/database.ts';
import type { StepResult } from '../connection/flight.ts';
import { has } from '../gate/names.ts';
import { refuseUnfit } from '../gate/parameters.ts';
import { nodesOf, parseStatement, type Statement } from '../gate/parse.ts';
import { shownKind } from '../gate/read-only.ts';
import { asText } from '../reading/run-query.ts';
import type { Source } from '../sources/sources.ts';
import { shownRows } from '../values/shown-rows.ts';
import type { Shown } from '../values/shown-value.ts';
import { checkDeferred, heldLocks, locksStep } from './held-locks.ts';

const changes = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt']);

/** Rows of RETURNING that are shown, and their bytes. */
const SAMPLE_ROWS = 20;
const SAMPLE_BYTES = 16_384;

export interface Change {
  readonly sql: string;
  readonly params: readonly Shown[];
  /** Run, count, show and undo. */
  readonly dryRun: boolean;
  /** Rows it may change at most; more of them undo it. */
  readonly maxRows: number;
  readonly allowWithoutWhere: boolean;
}

export interface ChangeAnswer {
  committed: boolean;
  affected: number;
  columns: string[];
  /** What RETURNING gave, a part of it. */
  returned: Shown[][];
  locks: string[];
}

/**
 * Changes rows in one transaction, which is undone when it changes more than was foreseen.
 *
 * @throws ToolError `forbidden` for what is no change of rows, or one without a WHERE; `conflict` for too many rows
 */
export async function runChange(source: Source, change: Change, options: CallOptions): Promise<ChangeAnswer> {
  const statement = await parseStatement(change.sql);
  refuseOther(statement);
  refuseUnfit(statement, change.params);
  if (!change.allowWithoutWhere) refuseWithoutWhere(statement);
  await source.mask.check(statement, options);
  await source.gate.write(statement, options);
  return source.database.transaction('write', options, async ({ run }) => {
    const [done, locks] = await run(
      { text: change.sql, values: change.params.map(asText), maxBytes: SAMPLE_BYTES * 4 },
      locksStep,
    );
    if (done === undefined || locks === undefined) throw new Error('A flight answers each step.');
    const affected = affectedBy(done);
    if (affected > change.maxRows) {
      fail('conflict', `${affected} rows would change; maxRows is ${change.maxRows}. Nothing was changed.`, {
        next: 'Narrow the statement, or raise maxRows if that many are meant.',
        data: { affected, maxRows: change.maxRows },
      });
    }
    await run(checkDeferred);
    const result: ChangeAnswer = {
      committed: !change.dryRun,
      affected,
      columns: done.columns.map(({ name }) => name),
      returned: shownRows(await source.mask.hide(done, options, run), SAMPLE_ROWS, SAMPLE_BYTES).rows,
      locks: heldLocks(locks),
    };
    return { result, end: change.dryRun ? 'rollback' : 'commit' };
  });
}

/** The number at the end of a command tag: `UPDATE 3`, `INSERT 0 1`. */
const affectedBy = ({ tag = '' }: StepResult) => Number(/(\d+)$/.exec(tag)?.[1] ?? 0);

function refuseOther({ kind }: Statement): void {
  if (changes.has(kind)) return;
  fail('forbidden', `${shownKind(kind)} is not a change of rows.`, {
    next: 'Use INSERT, UPDATE, DELETE or MERGE; query for reads, migrate for the schema.',
  });
}

function refuseWithoutWhere({ kind, node }: Statement): void {
  for (const [inner, part] of [[kind, node] as const, ...nodesOf(node)]) {
    const isWide = (inner === 'UpdateStmt' || inner === 'DeleteStmt') && !has(part.whereClause);
    if (!isWide) continue;
    fail('forbidden', `${shownKind(inner)} without WHERE would change every row.`, {
      next: 'Add a WHERE, or set allowWithoutWhere when every row is meant.',
    });
  }
}
