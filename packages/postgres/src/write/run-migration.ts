import { fail } from '@portolan/runtime';
import type { CallOptions } from '../connection/database.ts';
import { parseStatement, type Statement } from '../gate/parse.ts';
import { shownKind } from '../gate/read-only.ts';
import type { Source } from '../sources/sources.ts';
import { holdClosed } from './closed-changes.ts';
import { checkDeferred, heldLocks, locksStep } from './held-locks.ts';
import { lintMigration } from './lint-migration.ts';

/** Changes of the schema of one database that a transaction can undo, and the changes of rows that go with them. */
const allowedKinds =
  /^(Create|CreateAs|CreateTableAs|CreateTable|CreateSchema|CreateSeq|CreateEnum|CreateDomain|CreateFunction|CreateTrig|CreatePolicy|CreateStats|CreateRange|CompositeType|Alter(Table|Enum|Function|Policy|Seq|Domain|Owner|ObjectSchema|Stats|Type|DefaultPrivileges|TableMoveAll|Collation|ObjectDepends)?|Define|View|Index|Rename|Drop|DropOwned|Comment|Grant|Rule|Truncate|RefreshMatView|Insert|Update|Delete|Merge|Constraints|Reindex)Stmt$/;

export interface Migration {
  readonly statements: readonly string[];
  readonly dryRun: boolean;
  readonly lockTimeoutMs: number;
}

export interface MigrationAnswer {
  committed: boolean;
  statements: { statement: string; done: string; warnings: string[] }[];
  locks: string[];
}

/**
 * Changes the schema: all statements in one transaction, or none.
 *
 * @throws ToolError `forbidden` for what a transaction cannot undo or reaches beyond the database
 */
export async function runMigration(
  source: Source,
  { statements, dryRun, lockTimeoutMs }: Migration,
  options: CallOptions,
  progress: (done: number, total: number) => void,
): Promise<MigrationAnswer> {
  const parsed: { readonly sql: string; readonly statement: Statement }[] = [];
  for (const sql of statements) {
    const statement = await parseStatement(sql);
    refuseOther(statement);
    await source.mask.checkChange(statement, options);
    await source.gate.write(statement, options);
    parsed.push({ sql, statement });
  }
  const { mask, gate, database } = source;
  const answer = await database.transaction('write', { ...options, lockTimeoutMs }, async ({ run }) => {
    const masked = await mask.masked(run);
    const refuseClosed = await holdClosed(source, run);
    const done: MigrationAnswer['statements'] = [];
    for (const { sql, statement } of parsed) {
      progress(done.length, parsed.length);
      const [step] = await run({ text: sql });
      await refuseClosed(sql);
      done.push({ statement: sql.slice(0, 200), done: step?.tag ?? '', warnings: lintMigration(statement) });
    }
    await run(checkDeferred);
    refuseUnmasked(await mask.lost(masked, run));
    const [locks] = await run(locksStep);
    const result = {
      committed: !dryRun,
      statements: done,
      locks: locks === undefined ? [] : heldLocks(locks),
    };
    return { result, end: dryRun ? 'rollback' : 'commit' };
  });
  mask.forget();
  gate.forget();
  return answer;
}

/** Whatever took a column from under its mask: a new name of its own, of its table or schema, or another parent. */
function refuseUnmasked(columns: readonly string[]): void {
  if (columns.length === 0) return;
  fail('forbidden', `Afterwards ${columns.join(', ')} would not be masked any more. Nothing was changed.`, {
    next: 'Leave the names of masked columns, their tables and schemas as they are; the operator can change them with psql, and --mask with them.',
  });
}

function refuseOther({ kind, node }: Statement): void {
  if (!allowedKinds.test(kind)) {
    fail('forbidden', `${shownKind(kind)} is not part of a migration here.`, {
      next: 'Use statements that define or change the schema of this database; the operator does the others with psql.',
    });
  }
  if (node.concurrent === true || node.concurrently === true) {
    fail('unsupported', 'CONCURRENTLY cannot run in a transaction, and a migration is one.', {
      next: 'Leave CONCURRENTLY out and keep the lock short, or let the operator run it with psql.',
    });
  }
}
