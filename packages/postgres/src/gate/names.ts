import { isNode, namesIn, nodesOf, type Statement } from './parse.ts';

/** A name as the statement has it: with a schema, or found by the search path. */
export interface Name {
  readonly schema: string | undefined;
  readonly name: string;
}

export const spelled = ({ schema, name }: Name) => (schema === undefined ? name : `${schema}.${name}`);

/** Every function a statement calls, wherever it sits, as the parser folded the name. */
export function functionsIn({ node }: Statement): readonly Name[] {
  const found = [...nodesOf(node)].flatMap(([kind, { funcname }]) =>
    kind === 'FuncCall' ? [namesIn(funcname)] : [],
  );
  return unique(found.map(nameOf));
}

/** Functions a statement calls for a value, not as what it selects from. */
export function calledForValue({ node }: Statement): readonly Name[] {
  const nodes = [...nodesOf(node)];
  const sources = new Set(
    nodes.flatMap(([kind, { functions }]) =>
      kind === 'RangeFunction' && Array.isArray(functions) ? functions.flatMap(firstOf) : [],
    ),
  );
  const calls = nodes.filter(([kind, part]) => kind === 'FuncCall' && !sources.has(part));
  return unique(calls.map(([, { funcname }]) => nameOf(namesIn(funcname))));
}

/** The call in an entry of what is selected from. */
function firstOf(entry: unknown): unknown[] {
  const items = isNode(entry) && isNode(entry.List) ? entry.List.items : undefined;
  const [first]: unknown[] = Array.isArray(items) ? items : [];
  return isNode(first) && isNode(first.FuncCall) ? [first.FuncCall] : [];
}

/** Names behind a dot: columns, or functions of a row in the notation of columns. */
export function attributesIn({ node }: Statement): readonly string[] {
  const found = [...nodesOf(node)].flatMap(([kind, { fields, indirection }]) =>
    kind === 'ColumnRef' ? namesIn(fields).slice(1).slice(-1) : namesIn(indirection),
  );
  return [...new Set(found)];
}

/** Operators of a statement. */
export function operatorsIn({ node }: Statement): readonly Name[] {
  const found = [...nodesOf(node)].flatMap(([kind, { name, operName, useOp }]) =>
    (kind === 'A_Expr' ? [name, operName, useOp] : [operName, useOp])
      .map(namesIn)
      .filter(({ length }) => length > 0),
  );
  return unique(found.map(nameOf));
}

/** Types a statement names. */
export function typesIn({ node }: Statement): readonly Name[] {
  const found = [...nodesOf(node)].flatMap(([kind, { names }]) =>
    kind === 'typeName' || kind === 'TypeName' ? [namesIn(names)] : [],
  );
  return unique(found.map(nameOf));
}

/** Nodes that give values of different types one of them. */
const uniting = new Set([
  'CoalesceExpr',
  'CaseExpr',
  'MinMaxExpr',
  'A_ArrayExpr',
  'TypeCast',
  'FuncCall',
  'larg',
  'valuesLists',
]);

/** Whether a statement changes the types of values, in so many words or to unite them; a call can do both. */
export function coercionsIn({ node }: Statement): { readonly casts: boolean; readonly unites: boolean } {
  const nodes = [...nodesOf(node)];
  return {
    casts: nodes.some(([kind]) => kind === 'TypeCast' || kind === 'FuncCall'),
    unites: nodes.some(([kind, part]) => uniting.has(kind) || has(part.valuesLists)),
  };
}

/** Clauses and calls that compare values without a word for it. */
const comparing = new Set([
  'A_Expr',
  'JoinExpr',
  'SubLink',
  'FuncCall',
  'CaseExpr',
  'NullIfExpr',
  'MinMaxExpr',
  'WindowDef',
  'larg',
]);

/** The symbols of the operators by which sorting, joining, DISTINCT, IN, UNION and BETWEEN compare. */
export function comparisonsIn({ node }: Statement): readonly string[] {
  const isThere = [...nodesOf(node)].some(
    ([kind, { sortClause, groupClause, distinctClause }]) =>
      comparing.has(kind) || [sortClause, groupClause, distinctClause].some(has),
  );
  return isThere ? ['=', '<>', '<', '>', '<=', '>='] : [];
}

const nameOf = (parts: readonly string[]): Name => ({
  schema: parts.length > 1 ? parts.at(-2) : undefined,
  name: parts.at(-1) ?? '',
});

/** Every relation a statement names, under whatever key; a common table expression's name is among them. */
export function relationsIn({ node }: Statement): readonly Name[] {
  const found = [...nodesOf(node)].flatMap(([, { schemaname, relname }]) =>
    typeof relname === 'string'
      ? [{ schema: typeof schemaname === 'string' ? schemaname : undefined, name: relname }]
      : [],
  );
  return unique(found);
}

const unique = (names: readonly Name[]) => [...new Map(names.map((name) => [spelled(name), name])).values()];

/** Whether a clause is there and says something. */
export const has = (value: unknown) => isNode(value) || (Array.isArray(value) && value.length > 0);
