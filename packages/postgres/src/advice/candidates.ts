import * as z from 'zod';
import { quoteName, readJson } from '../catalog/read-objects.ts';
import type { CallOptions } from '../connection/database.ts';
import { textArray } from '../gate/lookup.ts';
import { relationsIn } from '../gate/names.ts';
import { isNode, namesIn, nodesOf, type Statement } from '../gate/parse.ts';
import { refuseSchema } from '../gate/refuse-found.ts';
import type { Source } from '../sources/sources.ts';

/** Columns of one index at most. */
const MAX_COLUMNS = 3;
const MAX_CANDIDATES = 8;

const Indexable = z.object({
  schema: z.string(),
  table: z.string(),
  column: z.string(),
  /** Whether an index begins with it already. */
  indexed: z.boolean(),
});

/** Columns of the statement's tables, by name, with whether an index begins with them. */
const columns = `
  SELECT json_build_object('schema', n.nspname, 'table', c.relname, 'column', a.attname,
    'indexed', EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indkey[0] = a.attnum AND i.indpred IS NULL))
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
  JOIN ROWS FROM (unnest($1::text[]), unnest($2::text[])) AS r(schema, name) ON r.name = c.relname
    AND (r.schema = n.nspname OR r.schema = '' AND pg_table_is_visible(c.oid))
  WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND a.attnum > 0 AND NOT a.attisdropped AND a.attname = ANY ($3::text[])
  ORDER BY n.nspname, c.relname, a.attnum`;

/** Indexes that could serve a statement's conditions, joins and order, the narrow ones first. */
export async function candidates(
  source: Source,
  statement: Statement,
  options: CallOptions,
): Promise<string[]> {
  const tables = relationsIn(statement);
  const { equal, ordered } = usedColumns(statement);
  const used = [...new Set([...equal, ...ordered])];
  if (tables.length === 0 || used.length === 0) return [];
  const known = await readJson(
    source,
    Indexable,
    columns,
    [
      textArray(tables.map(({ schema }) => schema ?? '')),
      textArray(tables.map(({ name }) => name)),
      textArray(used),
    ],
    options,
  );
  for (const { schema, table } of known) refuseSchema({ schema, name: table }, source.settings);
  const byTable = Map.groupBy(known, ({ schema, table }) => `${quoteName(schema)}.${quoteName(table)}`);
  return [...byTable].flatMap(([table, all]) => indexesOf(table, all, equal)).slice(0, MAX_CANDIDATES);
}

function indexesOf(
  table: string,
  all: readonly z.output<typeof Indexable>[],
  equal: ReadonlySet<string>,
): string[] {
  const names = (some: typeof all) => some.map(({ column }) => quoteName(column));
  const singles = all.filter(({ indexed }) => !indexed);
  const wide = [
    ...all.filter(({ column }) => equal.has(column)),
    ...all.filter(({ column }) => !equal.has(column)),
  ];
  const several = wide.length > 1 ? [names(wide.slice(0, MAX_COLUMNS))] : [];
  return [...names(singles).map((name) => [name]), ...several].map(
    (columns) => `CREATE INDEX ON ${table} (${columns.join(', ')})`,
  );
}

/** Columns compared for equality, and those compared otherwise, joined or sorted by. */
function usedColumns({ node }: Statement): { equal: ReadonlySet<string>; ordered: ReadonlySet<string> } {
  const equal = new Set<string>();
  const ordered = new Set<string>();
  for (const [kind, part] of nodesOf(node)) {
    const target = kind === 'A_Expr' && namesIn(part.name).includes('=') ? equal : ordered;
    if (kind === 'A_Expr') for (const side of [part.lexpr, part.rexpr]) addColumn(side, target);
    if (kind === 'SortBy') addColumn(part.node, ordered);
  }
  return { equal, ordered };
}

function addColumn(value: unknown, to: Set<string>): void {
  const reference = isNode(value) ? value.ColumnRef : undefined;
  const name = isNode(reference) ? namesIn(reference.fields).at(-1) : undefined;
  if (name !== undefined) to.add(name);
}
