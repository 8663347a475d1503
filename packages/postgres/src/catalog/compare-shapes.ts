import { quoteName } from './read-objects.ts';
import type { TableShape } from './schema-shape.ts';

export interface Difference {
  /** What differs, in words. */
  what: string;
  /** What would make the second schema like the first; nobody runs it. */
  sql: string;
}

type Column = TableShape['columns'][number];

/** What distinguishes `to` from `from`, with the SQL that would make `to` like `from`. */
export function compareShapes(
  from: readonly TableShape[],
  to: readonly TableShape[],
  fromSchema: string,
  toSchema: string,
): Difference[] {
  const target = new Map(to.map((table) => [table.name, table]));
  const names = new Set(from.map(({ name }) => name));
  const place = (name: string) => `${quoteName(toSchema)}.${quoteName(name)}`;
  const moved = (sql: string) => sql.replaceAll(` ${quoteName(fromSchema)}.`, ` ${quoteName(toSchema)}.`);
  return [
    ...from.flatMap((table) => {
      const other = target.get(table.name);
      return other === undefined ? [missingTable(table, place)] : compareTables(table, other, place, moved);
    }),
    ...to
      .filter(({ name }) => !names.has(name))
      .map(({ name }) => ({
        what: `Table ${name} is only in ${toSchema}.`,
        sql: `DROP TABLE ${place(name)};`,
      })),
  ];
}

function missingTable(table: TableShape, place: (name: string) => string): Difference {
  const lines = [
    ...table.columns.map((column) => `  ${columnSql(column)}`),
    ...table.constraints.map(({ name, definition }) => `  CONSTRAINT ${quoteName(name)} ${definition}`),
  ];
  return {
    what: `Table ${table.name} is missing.`,
    sql: `CREATE TABLE ${place(table.name)} (\n${lines.join(',\n')}\n);`,
  };
}

function compareTables(
  from: TableShape,
  to: TableShape,
  place: (name: string) => string,
  moved: (sql: string) => string,
): Difference[] {
  const alter = `ALTER TABLE ${place(from.name)}`;
  const columns = new Map(to.columns.map((column) => [column.name, column]));
  const kept = new Set(from.columns.map(({ name }) => name));
  return [
    ...from.columns.flatMap((column) => compareColumns(column, columns.get(column.name), from.name, alter)),
    ...to.columns
      .filter(({ name }) => !kept.has(name))
      .map(({ name }) => ({
        what: `Column ${from.name}.${name} is too much.`,
        sql: `${alter} DROP COLUMN ${quoteName(name)};`,
      })),
    ...missing(from.constraints, to.constraints, moved).map(({ name, definition }) => ({
      what: `Constraint ${name} of ${from.name} is missing or different.`,
      sql: `${alter} ADD CONSTRAINT ${quoteName(name)} ${moved(definition)};`,
    })),
    ...missing(from.indexes, to.indexes, moved).map(({ name, definition }) => ({
      what: `Index ${name} of ${from.name} is missing or different.`,
      sql: `${moved(definition)};`,
    })),
  ];
}

interface Named {
  readonly name: string;
  readonly definition: string;
}

const missing = <Part extends Named>(
  from: readonly Part[],
  to: readonly Part[],
  moved: (sql: string) => string,
) =>
  from.filter(
    (part) =>
      !to.some((other) => other.name === part.name && moved(other.definition) === moved(part.definition)),
  );

function compareColumns(from: Column, to: Column | undefined, table: string, alter: string): Difference[] {
  const name = quoteName(from.name);
  if (to === undefined) {
    return [
      { what: `Column ${table}.${from.name} is missing.`, sql: `${alter} ADD COLUMN ${columnSql(from)};` },
    ];
  }
  const change = (what: string, sql: string): Difference => ({
    what: `Column ${table}.${from.name} ${what}.`,
    sql: `${alter} ALTER COLUMN ${name} ${sql};`,
  });
  return [
    ...(from.type === to.type ? [] : [change(`is ${to.type}, not ${from.type}`, `TYPE ${from.type}`)]),
    ...(from.nullable === to.nullable
      ? []
      : [
          change(
            to.nullable ? 'may be null' : 'may not be null',
            from.nullable ? 'DROP NOT NULL' : 'SET NOT NULL',
          ),
        ]),
    ...((from.default ?? null) === (to.default ?? null)
      ? []
      : [change('has another default', from.default ? `SET DEFAULT ${from.default}` : 'DROP DEFAULT')]),
  ];
}

const columnSql = ({ name, type, nullable, default: value }: Column) =>
  `${quoteName(name)} ${type}${nullable ? '' : ' NOT NULL'}${value ? ` DEFAULT ${value}` : ''}`;
