import { fail } from '@portolan/runtime';

/** Longest statement, characters. */
const MAX_SQL_LENGTH = 1_000_000;

/** A node of the grammar: its kind is the key that holds it. */
export type Node = Readonly<Record<string, unknown>>;

export interface Statement {
  /** `SelectStmt`, `InsertStmt` and so on. */
  readonly kind: string;
  readonly node: Node;
  /** The highest of its parameters: 2 where there is `$2`, 0 where there is none. */
  readonly parameters: number;
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads SQL with the grammar of Postgres itself, loaded at the first use.
 *
 * @throws ToolError `invalid_arguments` for what is no SQL or more than one statement
 */
export async function parseStatement(sql: string): Promise<Statement> {
  if (sql.includes('\0')) {
    fail('invalid_arguments', 'The SQL holds a NUL character, which no statement can.', {
      next: 'Remove the NUL character.',
    });
  }
  if (!sql.isWellFormed()) {
    fail('invalid_arguments', 'The SQL holds half of a character, which would arrive as another.', {
      next: 'Give whole characters: both halves of the pair, or neither.',
    });
  }
  if (sql.length > MAX_SQL_LENGTH) {
    fail('too_large', `The SQL has ${sql.length} characters; the limit is ${MAX_SQL_LENGTH}.`);
  }
  const statements = await parseStatements(sql);
  const [first] = statements;
  if (first === undefined) fail('invalid_arguments', 'The SQL holds no statement.');
  if (statements.length > 1) {
    fail('invalid_arguments', `The SQL holds ${statements.length} statements; one a call is the rule.`, {
      next: 'Send each statement in a call of its own, or in an entry of its own where a tool takes several.',
    });
  }
  return first;
}

let loading: ReturnType<typeof loadGrammar> | undefined;

async function loadGrammar() {
  const grammar = await import('libpg-query');
  await grammar.loadModule();
  return grammar;
}

/**
 * Reads any number of statements, also none.
 *
 * @throws ToolError `invalid_arguments` for what is no SQL
 */
export async function parseStatements(sql: string): Promise<readonly Statement[]> {
  loading ??= loadGrammar();
  const grammar = await loading;
  try {
    const { stmts = [] } = grammar.parseSync(sql.trim() === '' ? '--' : sql);
    return stmts.map(({ stmt }) => statementOf(stmt));
  } catch (error) {
    if (error instanceof RangeError || /memory exhausted|stack depth/.test(String(error))) {
      fail('too_large', 'The SQL is nested too deeply to be checked.', {
        next: 'Write it with fewer levels or terms: an IN list or a VALUES list instead of a chain.',
        cause: error,
      });
    }
    if (!grammar.hasSqlDetails(error)) throw error;
    const position = (error.sqlDetails?.cursorPosition ?? 0) + 1;
    return fail(
      'invalid_arguments',
      `The SQL cannot be parsed: ${error.message.slice(0, 300)} (character ${position}).`,
      {
        next: 'Correct the SQL at that place and call again.',
        data: { position },
        cause: error,
      },
    );
  }
}

function statementOf(stmt: unknown): Statement {
  const [entry] = isNode(stmt) ? Object.entries(stmt) : [];
  if (entry === undefined || !isNode(entry[1]))
    throw new Error('The grammar gave a statement without a kind.');
  return { kind: entry[0], node: entry[1], parameters: highestParameter(entry[1]) };
}

const highestParameter = (root: Node) =>
  [...nodesOf(root)].reduce(
    (highest, [kind, { number }]) =>
      kind === 'ParamRef' && typeof number === 'number' ? Math.max(highest, number) : highest,
    0,
  );

/** Every node below one, itself included, with its kind where the grammar names it. */
export function* nodesOf(root: unknown): Generator<readonly [kind: string, node: Node]> {
  const pending: (readonly [string, unknown])[] = [['', root]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [kind, value] = next;
    if (Array.isArray(value)) for (const item of value) pending.push(['', item]);
    if (!isNode(value)) continue;
    yield [kind, value];
    for (const entry of Object.entries(value)) pending.push(entry);
  }
}

/** The text of a list of names: `{String: {sval}}` each. */
export function namesIn(list: unknown): readonly string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) => {
    const string = isNode(item) ? item.String : undefined;
    return isNode(string) && typeof string.sval === 'string' ? [string.sval] : [];
  });
}
