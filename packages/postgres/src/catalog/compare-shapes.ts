import { quoteName } from './read-objects.ts';
import type { TableShape } from './schema-shape.ts';

export interface Difference {
  /** What differs, in words. */
  what: string;
  /** What would make the second schema like the first; nobody runs it. */
  sql: string;
}

type Column = TableShape['columns'][number];

interface Named {
  readonly name: string;
  readonly definition: string;
}

/** A table in both schemas; where the second has none, as one without anything in it. */
interface Pair {
  readonly from: TableShape;
  readonly to: TableShape;
  readonly isMissing: boolean;
}

/**
 * What distinguishes `to` from `from`, with the SQL that would make `to` like `from`, in an order in which it can
 * run: what is too much goes first, foreign keys come when every table is there.
 */
export function compareShapes(
  from: readonly TableShape[],
  to: readonly TableShape[],
  fromSchema: string,
  toSchema: string,
): Difference[] {
  const target = new Map(to.map((table) => [table.name, table]));
  const names = new Set(from.map(({ name }) => name));
  const extra = to.filter(({ name }) => !names.has(name));
  const place = (name: string) => `${quoteName(toSchema)}.${quoteName(name)}`;
  const pairs = from
    .map((table) => movedTable(table, mover(fromSchema, toSchema)))
    .map((table): Pair => {
      const other = target.get(table.name);
      const none = { name: table.name, columns: [], constraints: [], indexes: [] };
      return { from: table, to: other ?? none, isMissing: other === undefined };
    });
  const isForeign = ({ kind }: { readonly kind: string }) => kind === 'f';
  const constraints = (wanted: (constraint: TableShape['constraints'][number]) => boolean) =>
    pairs.flatMap((pair) => addedConstraints(pair, wanted, place));
  return [
    ...extra.flatMap(({ name, constraints: all }) =>
      all.filter(isForeign).map((one) => dropConstraint(name, one.name, place)),
    ),
    ...pairs.flatMap((pair) => droppedParts(pair, place, isForeign)),
    ...pairs.flatMap((pair) =>
      pair.isMissing ? [createTable(pair.from, place)] : compareColumns(pair, place),
    ),
    ...constraints((one) => !isForeign(one)),
    ...pairs.flatMap(addedIndexes),
    ...constraints(isForeign),
    ...extra.map(({ name }) => ({
      what: `Table ${name} is only in ${toSchema}.`,
      sql: `DROP TABLE ${place(name)};`,
    })),
  ];
}

/** Names the one schema where a definition names the other, as in `REFERENCES a.t` and `nextval('a.s')`. */
function mover(fromSchema: string, toSchema: string): (sql: string) => string {
  const written = `${quoteName(fromSchema)}.`.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const named = new RegExp(`(?<![\\w$".])${written}`, 'g');
  return (sql) => sql.replaceAll(named, () => `${quoteName(toSchema)}.`);
}

function movedTable(table: TableShape, moved: (sql: string) => string): TableShape {
  const part = <Part extends Named>(one: Part) => ({ ...one, definition: moved(one.definition) });
  return {
    name: table.name,
    columns: table.columns.map((column) => ({
      ...column,
      type: moved(column.type),
      ...(column.default && { default: moved(column.default) }),
    })),
    constraints: table.constraints.map(part),
    indexes: table.indexes.map(part),
  };
}

type Place = (name: string) => string;

const dropConstraint = (table: string, name: string, place: Place): Difference => ({
  what: `Constraint ${name} of ${table} is too much or different.`,
  sql: `ALTER TABLE ${place(table)} DROP CONSTRAINT ${quoteName(name)};`,
});

/** What is in `these` and not the same in `those`. */
const differing = <Part extends Named>(these: readonly Part[], those: readonly Named[]) =>
  these.filter(
    ({ name, definition }) => !those.some((other) => other.name === name && other.definition === definition),
  );

function droppedParts(
  { from, to }: Pair,
  place: Place,
  isForeign: (constraint: TableShape['constraints'][number]) => boolean,
): Difference[] {
  const constraints = differing(to.constraints, from.constraints);
  // A key that others refer to can go when they do not any more.
  const inOrder = [...constraints.filter(isForeign), ...constraints.filter((one) => !isForeign(one))];
  return [
    ...inOrder.map(({ name }) => dropConstraint(from.name, name, place)),
    ...differing(to.indexes, from.indexes).map(({ name }) => ({
      what: `Index ${name} of ${from.name} is too much or different.`,
      sql: `DROP INDEX ${place(name)};`,
    })),
  ];
}

const addedConstraints = (
  { from, to }: Pair,
  wanted: (constraint: TableShape['constraints'][number]) => boolean,
  place: Place,
): Difference[] =>
  differing(from.constraints.filter(wanted), to.constraints).map(({ name, definition }) => ({
    what: `Constraint ${name} of ${from.name} is missing or different.`,
    sql: `ALTER TABLE ${place(from.name)} ADD CONSTRAINT ${quoteName(name)} ${definition};`,
  }));

const addedIndexes = ({ from, to }: Pair): Difference[] =>
  differing(from.indexes, to.indexes).map(({ name, definition }) => ({
    what: `Index ${name} of ${from.name} is missing or different.`,
    sql: `${definition};`,
  }));

function createTable({ name, columns }: TableShape, place: Place): Difference {
  const lines = columns.map((column) => `  ${columnSql(column)}`);
  return {
    what: `Table ${name} is missing.`,
    sql: `CREATE TABLE ${place(name)} (\n${lines.join(',\n')}\n);`,
  };
}

function compareColumns({ from, to }: Pair, place: Place): Difference[] {
  const alter = `ALTER TABLE ${place(from.name)}`;
  const columns = new Map(to.columns.map((column) => [column.name, column]));
  const kept = new Set(from.columns.map(({ name }) => name));
  return [
    ...from.columns.flatMap((column) => compareColumn(column, columns.get(column.name), from.name, alter)),
    ...to.columns
      .filter(({ name }) => !kept.has(name))
      .map(({ name }) => ({
        what: `Column ${from.name}.${name} is too much.`,
        sql: `${alter} DROP COLUMN ${quoteName(name)};`,
      })),
  ];
}

function compareColumn(from: Column, to: Column | undefined, table: string, alter: string): Difference[] {
  const name = quoteName(from.name);
  const what = `Column ${table}.${from.name}`;
  const add = `${alter} ADD COLUMN ${columnSql(from)};`;
  if (to === undefined) return [{ what: `${what} is missing.`, sql: add }];
  if (from.computed !== to.computed || (from.computed && from.default !== to.default)) {
    const sql = `${alter} DROP COLUMN ${name};\n${add}`;
    return [{ what: `${what} is not computed in the same way.`, sql }];
  }
  const change = (how: string, sql: string): Difference => ({
    what: `${what} ${how}.`,
    sql: `${alter} ALTER COLUMN ${name} ${sql};`,
  });
  const nullable = from.nullable ? 'DROP NOT NULL' : 'SET NOT NULL';
  const value = from.default ? `SET DEFAULT ${from.default}` : 'DROP DEFAULT';
  return [
    ...(from.type === to.type ? [] : [change(`is ${to.type}, not ${from.type}`, `TYPE ${from.type}`)]),
    ...(to.identity && !from.identity ? [change('numbers its rows', 'DROP IDENTITY')] : []),
    ...(from.nullable === to.nullable
      ? []
      : [change(to.nullable ? 'may be null' : 'may not be null', nullable)]),
    ...((from.default ?? null) === (to.default ?? null) ? [] : [change('has another default', value)]),
    ...(from.identity && from.identity !== to.identity
      ? [
          change(
            'numbers its rows in another way, or not',
            to.identity ? `SET GENERATED ${from.identity}` : `ADD GENERATED ${from.identity} AS IDENTITY`,
          ),
        ]
      : []),
  ];
}

function columnSql({ name, type, nullable, identity, computed, default: value }: Column): string {
  const rest = computed
    ? ` GENERATED ALWAYS AS (${value}) ${computed}`
    : `${value ? ` DEFAULT ${value}` : ''}${identity ? ` GENERATED ${identity} AS IDENTITY` : ''}`;
  return `${quoteName(name)} ${type}${nullable ? '' : ' NOT NULL'}${rest}`;
}
