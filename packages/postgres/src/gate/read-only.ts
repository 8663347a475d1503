import { fail } from '@portolan/runtime';
import { refuseAnalyze } from './analyze-option.ts';
import { isRefused } from './functions.ts';
import { functionsIn, spelled } from './names.ts';
import { nodesOf, type Statement } from './parse.ts';

/** Statements that can be of use and change nothing. `TABLE` and `VALUES` are selects to the grammar. */
const readKinds = new Set(['SelectStmt', 'VariableShowStmt', 'ExplainStmt']);

const writes: Readonly<Record<string, string>> = {
  InsertStmt: 'INSERT',
  UpdateStmt: 'UPDATE',
  DeleteStmt: 'DELETE',
  MergeStmt: 'MERGE',
  IntoClause: 'SELECT INTO',
  intoClause: 'SELECT INTO',
  LockingClause: 'FOR UPDATE or FOR SHARE',
  CopyStmt: 'COPY',
};

/**
 * The part of the fifth layer that needs no server: the kind of the statement, and every node and call in it.
 *
 * @throws ToolError `forbidden` naming what is refused
 */
export function refuseWrites(statement: Statement): void {
  if (!readKinds.has(statement.kind)) {
    fail('forbidden', `${shownKind(statement.kind)} is not a statement that reads.`, {
      next: 'Use SELECT, VALUES, TABLE, SHOW or EXPLAIN; changes need a tool of a mode that allows them.',
    });
  }
  for (const [kind] of nodesOf(statement.node)) {
    const write = writes[kind];
    if (write !== undefined) {
      fail('forbidden', `The statement holds ${write}, which is not reading.`, {
        next:
          statement.kind === 'ExplainStmt'
            ? 'Use explain_query, which plans changes and runs none.'
            : 'Leave it out; changes need a tool of a mode that allows them.',
      });
    }
  }
  if (statement.kind === 'ExplainStmt') refuseAnalyze(statement);
  refuseFunctions(statement);
}

/** @throws ToolError `forbidden` naming the function */
export function refuseFunctions(statement: Statement, allowed: ReadonlySet<string> = new Set()): void {
  const refused = functionsIn(statement).find(({ name }) => isRefused(name) && !allowed.has(name));
  if (refused !== undefined) {
    fail(
      'forbidden',
      `The function ${spelled(refused)} may not be called: a read-only transaction does not stop what it does.`,
      {
        next: 'Leave it out; tools of this server give what is safe of it, as list_activity and list_settings.',
      },
    );
  }
}

/** `CreateStmt` as people say it. */
export const shownKind = (kind: string) =>
  kind
    .replace(/Stmt$/, '')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toUpperCase();
