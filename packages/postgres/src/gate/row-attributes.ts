import { attributesIn } from './names.ts';
import { isNode, type Node, namesIn, nodesOf, type Statement } from './parse.ts';

/**
 * Names behind a dot that may be functions of the row before it: all but those of columns that the statement itself
 * gives to a query, as `max` in `SELECT x.max FROM (SELECT max(id) FROM t) x`. A column goes before a function.
 */
export function rowAttributesIn(statement: Statement): ReadonlySet<string> {
  const all = attributesIn(statement);
  if (all.length === 0) return new Set();
  const nodes = [...nodesOf(statement.node)];
  const columnsOf = givenColumns(nodes);
  const uses = nodes.flatMap(([kind, { fields, indirection }]): (readonly string[])[] =>
    kind === 'ColumnRef' ? [namesIn(fields)] : namesIn(indirection).map((name) => ['', '', name]),
  );
  const isGiven = (name: string) =>
    uses
      .filter((use) => use.length > 1 && use.at(-1) === name)
      .every(
        ([of = '', ...rest]) => rest.length === 1 && columnsOf(of).every((columns) => columns?.has(name)),
      );
  return new Set(all.filter((name) => !isGiven(name)));
}

type Columns = ReadonlySet<string> | undefined;

/** The columns of everything that goes by a name; undefined for what is not a query of the statement. */
function givenColumns(nodes: readonly (readonly [string, Node])[]) {
  const found = new Map<string, Columns[]>();
  const add = (name: unknown, columns: Columns) => {
    if (typeof name === 'string') found.set(name, [...(found.get(name) ?? []), columns]);
  };
  const withs = new Map<string, Columns[]>();
  for (const [kind, { ctename, ctequery, aliascolnames }] of nodes) {
    if (kind !== 'CommonTableExpr' || typeof ctename !== 'string') continue;
    withs.set(ctename, [...(withs.get(ctename) ?? []), renamed(aliascolnames, columnsIn(ctequery))]);
  }
  for (const [kind, { alias, subquery, schemaname, relname }] of nodes) {
    const { aliasname, colnames } = isNode(alias) ? alias : {};
    if (kind === 'RangeSubselect') add(aliasname, renamed(colnames, columnsIn(subquery)));
    else if (typeof relname === 'string') {
      const given = schemaname === undefined ? withs.get(relname) : undefined;
      for (const columns of given ?? [undefined]) add(aliasname ?? relname, renamed(colnames, columns));
    } else add(aliasname, undefined);
  }
  return (name: string): readonly Columns[] => found.get(name) ?? [undefined];
}

/** A list of names stands before the query's own. */
const renamed = (names: unknown, columns: Columns): Columns =>
  Array.isArray(names) && names.length > 0 ? new Set(namesIn(names)) : columns;

function columnsIn(query: unknown): Columns {
  const select = isNode(query) ? (query.SelectStmt ?? query) : undefined;
  if (!isNode(select)) return undefined;
  if (isNode(select.larg)) return columnsIn(select.larg);
  if (!Array.isArray(select.targetList)) return undefined;
  return new Set(select.targetList.flatMap((target: unknown) => outputNames(target)));
}

function outputNames(target: unknown): readonly string[] {
  const { name, val } = isNode(target) && isNode(target.ResTarget) ? target.ResTarget : {};
  if (typeof name === 'string') return [name];
  if (!isNode(val)) return [];
  const parts = isNode(val.ColumnRef)
    ? val.ColumnRef.fields
    : isNode(val.FuncCall)
      ? val.FuncCall.funcname
      : [];
  const isStar = Array.isArray(parts) && parts.some((part) => isNode(part) && 'A_Star' in part);
  return isStar ? [] : namesIn(parts).slice(-1);
}
