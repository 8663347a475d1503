import { fail } from '@portolan/runtime';
import { type Hidden, isAmong } from './hidden.ts';
import { relationsIn } from './names.ts';
import { isNode, type Node, namesIn, nodesOf, type Statement } from './parse.ts';

/** What is known of a statement beyond its grammar. */
export interface Allowed {
  /** Its joins compare no masked columns, also those that do not say what they compare. */
  readonly mayJoin: boolean;
}

/**
 * A masked column may only be what the statement itself selects: nothing may be made, sorted or searched by it.
 *
 * @throws ToolError `forbidden` for a statement that could show a masked value in another form
 */
export function refuseOtherForms(
  statement: Statement,
  names: ReadonlySet<string>,
  { mayJoin }: Allowed = { mayJoin: false },
): void {
  const plain = plainTargets(statement);
  const aliases = aliasesIn(statement);
  for (const [kind, part] of [[statement.kind, statement.node] as const, ...nodesOf(statement.node)]) {
    if (kind === 'ColumnRef') refuseWholeRow(part, aliases);
    if (kind === 'ColumnRef' && !plain.has(part)) refuseReference(part, names);
    if (kind === 'A_Indirection') refuseNames(namesIn(part.indirection), names);
    if (kind === 'JoinExpr') refuseJoin(part, names, mayJoin);
    if (kind === 'SelectStmt') refuseOrder(part, names);
    refuseRenaming(kind, part);
  }
}

/** @throws ToolError `forbidden` for what holds values of columns of any table */
export function refuseStatistics(statement: Statement): void {
  const statistics = relationsIn(statement).find(({ name }) => holdsValues(name));
  if (statistics !== undefined) refuseMasked(`${statistics.name} holds values of masked columns`);
}

/** Whether a relation of the catalog holds values of others' columns. */
export const holdsValues = (name: string) => /^pg_stat(s|s_ext|s_ext_exprs|istic|istic_ext_data)$/.test(name);

/**
 * A view may make of a masked column what it likes, but not show it as it is under another name.
 *
 * @param shown the view, for the message
 * @throws ToolError `forbidden`
 */
export function refuseRenamed({ node }: Statement, shown: string, names: ReadonlySet<string>): void {
  for (const { name, value } of targetsOf(node)) {
    const column = columnOf(value);
    if (column === undefined || !names.has(column) || name === undefined || name === column) continue;
    refuseMasked(`the view ${shown} may not be read: its column ${name} is ${column}`);
  }
}

export const refuseMasked = (why: string): never =>
  fail('forbidden', `Columns are masked here, so ${why}.`, {
    next: 'Select the column plainly, or leave it out.',
  });

function refuseWholeRow(reference: Node, aliases: ReadonlySet<string>): void {
  const [only, ...others] = isStar(reference) ? [] : namesIn(reference.fields);
  if (only !== undefined && others.length === 0 && aliases.has(only))
    refuseMasked(`a whole row of ${only} could show masked columns`);
}

function refuseReference(reference: Node, names: ReadonlySet<string>): void {
  if (isStar(reference))
    refuseMasked('* may only stand as a column of its own, not in a UNION, an expression or a function');
  refuseNames(namesIn(reference.fields).slice(-1), names);
}

function refuseNames(used: readonly string[], names: ReadonlySet<string>): void {
  const found = used.find((name) => names.has(name));
  if (found !== undefined) refuseMasked(`the column ${found} is masked and may only be selected as it is`);
}

/** A join compares columns without referring to them. */
function refuseJoin({ isNatural, usingClause }: Node, names: ReadonlySet<string>, mayJoin: boolean): void {
  if (isNatural === true && !mayJoin)
    refuseMasked('NATURAL JOIN could compare masked columns; name the others with USING');
  refuseNames(namesIn(usingClause), names);
}

/** Output columns may be sorted and grouped by their numbers and new names too. */
function refuseOrder(select: Node, names: ReadonlySet<string>): void {
  const { sortClause, groupClause, distinctClause } = select;
  const targets = targetsOf(select);
  const isMasked = ({ value }: Target) => names.has(columnOf(value) ?? '');
  const isOpen = ({ value }: Target) => value !== undefined && isStar(value);
  if (isList(distinctClause) && targets.some((target) => isMasked(target) || isOpen(target)))
    refuseMasked('DISTINCT may not compare masked columns, nor *, which can hold them');
  for (const key of [sortClause, groupClause, distinctClause].flatMap(keysOf)) {
    const name = isNode(key.ColumnRef) ? namesIn(key.ColumnRef.fields).at(-1) : undefined;
    const number = isNode(key.A_Const) && isNode(key.A_Const.ival) ? key.A_Const.ival.ival : undefined;
    const named = targets.filter((target) => name !== undefined && target.name === name);
    const numbered = typeof number === 'number' ? targets.slice(0, number) : [];
    if (named.some(isMasked) || numbered.some(isOpen) || numbered.slice(-1).some(isMasked))
      refuseMasked('rows may not be sorted or grouped by masked columns, nor by the number of one after *');
  }
}

/** What a clause sorts or groups by, within ROLLUP and the like too. */
function keysOf(clause: unknown): readonly Node[] {
  return (Array.isArray(clause) ? clause : []).flatMap((item: unknown) => {
    if (!isNode(item)) return [];
    if (isNode(item.SortBy)) return keysOf([item.SortBy.node]);
    if (isNode(item.GroupingSet)) return keysOf(item.GroupingSet.content);
    return isNode(item.RowExpr) ? keysOf(item.RowExpr.args) : [item];
  });
}

const isList = (clause: unknown) => Array.isArray(clause) && clause.length > 0;

/** Functions of PostgreSQL that give rows of what they are given, whose columns may be named. */
const givers =
  /^(generate_series|generate_subscripts|unnest|regexp_matches|regexp_split_to_table|string_to_table|jsonb?_(array_elements|array_elements_text|each|each_text|object_keys))$/;

/** A list of names gives columns of a table others; those of a query that has no * are none of a table. */
function refuseRenaming(kind: string, part: Node): void {
  const names = isNode(part.alias) ? part.alias.colnames : undefined;
  const isRefused =
    kind === 'CommonTableExpr'
      ? isList(part.aliascolnames) && hasStar(part.ctequery)
      : kind === 'RangeSubselect'
        ? isList(names) && hasStar(part.subquery)
        : kind === 'RangeFunction'
          ? isList(names) && !callsIn(part).every((name) => givers.test(name))
          : isList(names);
  if (isRefused) refuseMasked('columns of a table may not be renamed in a list');
}

/** Names of the functions that are selected from. */
const callsIn = ({ functions }: Node): readonly string[] =>
  [...nodesOf(functions)].flatMap(([kind, { funcname }]) =>
    kind === 'FuncCall' ? namesIn(funcname).slice(-1) : [],
  );

/** Whether a query, or a part of its UNION, gives all columns of something. */
function hasStar(query: unknown): boolean {
  const select = isNode(query) ? (query.SelectStmt ?? query) : undefined;
  if (!isNode(select)) return true;
  if (!isPlain(select)) return hasStar(select.larg) || hasStar(select.rarg);
  if (isList(select.valuesLists)) return false;
  if (!Array.isArray(select.targetList)) return true;
  return [...nodesOf(select.targetList)].some(([, node]) => 'A_Star' in node);
}

/**
 * Whether joins compare nothing that is masked: one thing at most has a column of such a name, and no query is
 * given a name under which it could come twice.
 */
export function joinsOthers(statement: Statement, { sameNamed, functions, names }: Hidden): boolean {
  const nodes = [...nodesOf(statement.node)];
  const isNamed = (name: unknown) => typeof name === 'string' && names.has(name);
  const ranges = nodes.filter(([, { relname }]) => typeof relname === 'string');
  const named = ranges.filter(([, { schemaname, relname }]) =>
    isAmong(sameNamed, {
      schema: typeof schemaname === 'string' ? schemaname : undefined,
      name: String(relname),
    }),
  );
  return (
    named.length <= 1 &&
    !nodes.some(([kind]) => kind === 'CommonTableExpr') &&
    !nodes.some(
      ([kind, part]) => kind === 'RangeFunction' && callsIn(part).some((name) => functions.has(name)),
    ) &&
    !nodes.some(
      ([kind, { name, colnames }]) =>
        (kind === 'ResTarget' && isNamed(name)) || namesIn(colnames).some(isNamed),
    )
  );
}

/**
 * References that are an output column by themselves: of the statement, and stars of what it selects from,
 * where each column keeps its name.
 */
function plainTargets({ kind, node }: Statement): ReadonlySet<Node> {
  const explained = kind === 'ExplainStmt' && isNode(node.query) ? node.query.SelectStmt : undefined;
  const select = kind === 'SelectStmt' ? node : explained;
  const own = isNode(select) && isPlain(select) ? targetsOf(select) : [];
  const stars = [...nodesOf(node)].flatMap(([inner, part]) => {
    const from =
      inner === 'RangeSubselect' ? part.subquery : inner === 'CommonTableExpr' ? part.ctequery : part;
    const isTested = inner === 'SubLink' && part.subLinkType === 'EXISTS_SUBLINK';
    const select = isTested ? part.subselect : from === part ? undefined : from;
    const query = isNode(select) ? select.SelectStmt : undefined;
    return isNode(query) && isPlain(query)
      ? targetsOf(query).filter(({ value }) => value !== undefined && isStar(value))
      : [];
  });
  return new Set([...own, ...stars].flatMap(({ value }) => (value === undefined ? [] : [value])));
}

const isPlain = ({ op }: Node) => op === undefined || op === 'SETOP_NONE';

const isStar = ({ fields }: Node) =>
  Array.isArray(fields) && fields.some((field) => isNode(field) && 'A_Star' in field);

/** An output column: its name where it is given one, and what it refers to where it only refers. */
interface Target {
  readonly name: string | undefined;
  readonly value: Node | undefined;
}

function targetsOf({ targetList }: Node): readonly Target[] {
  if (!Array.isArray(targetList)) return [];
  return targetList.map((target: unknown): Target => {
    const result = isNode(target) && isNode(target.ResTarget) ? target.ResTarget : {};
    const reference = isNode(result.val) ? result.val.ColumnRef : undefined;
    return {
      name: typeof result.name === 'string' ? result.name : undefined,
      value: isNode(reference) ? reference : undefined,
    };
  });
}

const columnOf = (reference: Node | undefined) =>
  reference === undefined ? undefined : namesIn(reference.fields).at(-1);

/** Every name a row may go by; a function in FROM gives its own. */
const aliasesIn = (statement: Statement): ReadonlySet<string> =>
  new Set([
    ...relationsIn(statement).map(({ name }) => name),
    ...[...nodesOf(statement.node)].flatMap(([kind, part]) =>
      kind === 'RangeFunction'
        ? [...nodesOf(part.functions)].flatMap(([, { funcname }]) => namesIn(funcname).slice(-1))
        : [part.aliasname, part.ctename].filter((name) => typeof name === 'string'),
    ),
  ]);
