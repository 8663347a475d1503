import { fail } from '@portolan/runtime';
import type { CallOptions, Database } from '../connection/database.ts';
import type { Column, StepResult } from '../connection/flight.ts';
import { textArray } from './lookup.ts';
import { relationsIn } from './names.ts';
import { isNode, type Node, namesIn, nodesOf, type Statement } from './parse.ts';

/** What stands where a value is hidden. */
const HIDDEN = '[masked]';

/** Columns whose values are hidden: a column may be selected as it is and then shows nothing. */
export interface Mask {
  /** @throws ToolError `forbidden` for a statement that could show a hidden value in another form */
  check(statement: Statement): void;
  /** Whether it hides anything. */
  readonly hides: boolean;
  /** The same rows with the hidden values replaced. */
  hide(step: StepResult, options: CallOptions): Promise<StepResult>;
}

const masked = `
  SELECT c.oid, a.attnum FROM ROWS FROM (unnest($1::text[]), unnest($2::text[]), unnest($3::text[])) AS m(schema, tab, col)
  JOIN pg_catalog.pg_attribute a ON a.attname = m.col JOIN pg_catalog.pg_class c ON c.oid = a.attrelid AND (m.tab = '*' OR c.relname = m.tab)
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND (m.schema = '' OR n.nspname = m.schema)
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')`;

export function createMask(database: Database): Mask {
  const rules = database.settings.mask.map((rule) => {
    const [column = '', table = '*', schema = ''] = rule.split('.').toReversed();
    return { column, table, schema };
  });
  const names = new Set(rules.map(({ column }) => column));
  let known: Promise<ReadonlySet<string>> | undefined;
  const origins = async ({ signal, deadline }: CallOptions) => {
    const values = [
      rules.map(({ schema }) => schema),
      rules.map(({ table }) => table),
      rules.map(({ column }) => column),
    ];
    const { steps } = await database.read([{ text: masked, values: values.map(textArray) }], {
      signal,
      deadline,
    });
    return new Set((steps[0]?.rows ?? []).map(([table, attribute]) => `${table}.${attribute}`));
  };
  return {
    hides: names.size > 0,
    check(statement) {
      if (names.size > 0) refuseOtherForms(statement, names);
    },
    async hide(step, options) {
      if (names.size === 0) return step;
      known ??= origins(options);
      // Tables made later are found by the name of their column alone, until the server starts again.
      const from = await known;
      const isHidden = ({ table, attribute, name }: Column) =>
        from.has(`${table}.${attribute}`) || names.has(name);
      const hidden = step.columns.map(isHidden);
      // As text, since the hidden value's type no longer fits.
      const columns = step.columns.map((column, at) => (hidden[at] ? { ...column, type: 25 } : column));
      const rows = step.rows.map((row) =>
        row.map((value, at) => (hidden[at] && value !== null ? HIDDEN : value)),
      );
      // What stands for a value may be longer than it.
      const bytes = step.bytes + rows.length * columns.length * HIDDEN.length;
      return { ...step, columns, rows, bytes };
    },
  };
}

/** A hidden column may only be what the statement itself selects: nothing may be made, sorted or searched by it. */
function refuseOtherForms(statement: Statement, names: ReadonlySet<string>): void {
  const plain = plainTargets(statement);
  const aliases = aliasesIn(statement);
  for (const [kind, part] of nodesOf(statement.node)) {
    if (kind === 'ColumnRef') refuseWholeRow(part, aliases);
    if (kind === 'ColumnRef' && !plain.has(part)) refuseReference(part, names);
    if (kind === 'alias' || kind === 'Alias') refuseRenaming(part.colnames);
    if (kind === 'CommonTableExpr') refuseRenaming(part.aliascolnames);
  }
  const statistics = relationsIn(statement).find(({ name }) =>
    /^pg_stat(s|s_ext|s_ext_exprs|istic|istic_ext_data)$/.test(name),
  );
  if (statistics !== undefined) refuse(`${statistics.name} holds values of masked columns`);
}

function refuseWholeRow(reference: Node, aliases: ReadonlySet<string>): void {
  const [only, ...others] = isStar(reference) ? [] : namesIn(reference.fields);
  if (only !== undefined && others.length === 0 && aliases.has(only))
    refuse(`a whole row of ${only} could show masked columns`);
}

function refuseReference(reference: Node, names: ReadonlySet<string>): void {
  const last = namesIn(reference.fields).at(-1);
  if (isStar(reference)) refuse('* may only stand as a column of its own, not in a UNION or a function');
  if (last !== undefined && names.has(last))
    refuse(`the column ${last} is masked and may only be selected as it is`);
}

function refuseRenaming(colnames: unknown): void {
  if (Array.isArray(colnames) && colnames.length > 0)
    refuse('columns of a table may not be renamed in a list');
}

const refuse = (why: string): never =>
  fail('forbidden', `Columns are masked here, so ${why}.`, {
    next: 'Select the column plainly, or leave it out.',
  });

/** References that are an output column by themselves: of the statement, and stars of what it selects from. */
function plainTargets({ kind, node }: Statement): ReadonlySet<Node> {
  const own = kind === 'SelectStmt' && isPlain(node) ? targetsOf(node) : [];
  const stars = [...nodesOf(node)].flatMap(([inner, part]) =>
    (inner === 'SelectStmt' || inner === 'subquery') && isPlain(part) ? targetsOf(part).filter(isStar) : [],
  );
  return new Set([...own, ...stars]);
}

const isPlain = ({ op }: Node) => op === undefined || op === 'SETOP_NONE';

const isStar = ({ fields }: Node) =>
  Array.isArray(fields) && fields.some((field) => isNode(field) && 'A_Star' in field);

function targetsOf({ targetList }: Node): readonly Node[] {
  if (!Array.isArray(targetList)) return [];
  return targetList.flatMap((target: unknown) => {
    const result = isNode(target) ? target.ResTarget : undefined;
    const value = isNode(result) ? result.val : undefined;
    const reference = isNode(value) ? value.ColumnRef : undefined;
    return isNode(reference) ? [reference] : [];
  });
}

/** Every name a row may go by. */
const aliasesIn = (statement: Statement): ReadonlySet<string> =>
  new Set([
    ...relationsIn(statement).map(({ name }) => name),
    ...[...nodesOf(statement.node)].flatMap(([, { aliasname, ctename }]) =>
      [aliasname, ctename].filter((name) => typeof name === 'string'),
    ),
  ]);
