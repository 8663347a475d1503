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
  return unique(
    found.map((parts) => ({ schema: parts.length > 1 ? parts.at(-2) : undefined, name: parts.at(-1) ?? '' })),
  );
}

/** Every relation a statement names; a common table expression's name is among them. */
export function relationsIn({ node }: Statement): readonly Name[] {
  const found = [...nodesOf(node)].flatMap(([kind, part]) => {
    const range = kind === 'RangeVar' || kind === 'relation' ? part : undefined;
    const { schemaname, relname } = range ?? {};
    if (typeof relname !== 'string') return [];
    return [{ schema: typeof schemaname === 'string' ? schemaname : undefined, name: relname }];
  });
  return unique(found);
}

const unique = (names: readonly Name[]) => [...new Map(names.map((name) => [spelled(name), name])).values()];

/** Whether a clause is there and says something. */
export const has = (value: unknown) => isNode(value) || (Array.isArray(value) && value.length > 0);
