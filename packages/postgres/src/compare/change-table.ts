import { quoteName } from '../catalog/read-objects.ts';
import type { Column, Part } from './part.ts';

/** A change in its place. */
export interface Change {
  readonly what: string;
  readonly sql: string;
}

/** Columns whose change needs what uses them out of the way: for another type, or to go. */
export interface Touched {
  readonly column: string;
  readonly how: 'type' | 'gone';
}

function columnSql({ name, type, nullable, identity, computed, expression }: Column, value = ''): string {
  const rest = computed
    ? ` GENERATED ALWAYS AS (${expression}) ${computed}`
    : `${value && ` DEFAULT ${value}`}${identity ? ` GENERATED ${identity} AS IDENTITY` : ''}`;
  return `${quoteName(name)} ${type}${nullable ? '' : ' NOT NULL'}${rest}`;
}

/** @param defaults the values of columns that can be said where the table is made */
export function createTable(table: Part, defaults: ReadonlyMap<string, string>): string {
  const { create: place, columns, parent, frame } = table;
  const split = frame ? ` ${frame}` : '';
  if (parent?.bound) return `CREATE TABLE ${place} PARTITION OF ${parent.table} ${parent.bound}${split}`;
  const own = (columns ?? []).filter(({ inherited }) => !inherited);
  const lines = own.map((column) => `  ${columnSql(column, defaults.get(column.name))}`);
  const body = lines.length === 0 ? '()' : `(\n${lines.join(',\n')}\n)`;
  return `CREATE TABLE ${place} ${body}${parent ? ` INHERITS (${parent.table})` : ''}${split}`;
}

interface Tables {
  readonly from: Part;
  readonly to: Part;
}

const columnsOf = ({ columns }: Part) => new Map((columns ?? []).map((column) => [column.name, column]));

const isRemade = (from: Column, to: Column) =>
  from.computed !== to.computed || (from.computed != null && from.expression !== to.expression);

/** Columns that are changed so that what uses them must go first; a computed one goes with what it is computed of. */
export function touchedColumns({ from, to }: Tables): Touched[] {
  const wanted = columnsOf(from);
  const touched = (to.columns ?? []).flatMap((column): Touched[] => {
    if (column.inherited) return [];
    const other = wanted.get(column.name);
    if (other === undefined || isRemade(other, column)) return [{ column: column.name, how: 'gone' }];
    return other.type === column.type ? [] : [{ column: column.name, how: 'type' }];
  });
  const changed = touched.map(({ column }) => column);
  const dependent = (to.columns ?? []).filter(
    ({ name, expression, computed }) =>
      computed && !changed.includes(name) && changed.some((one) => expression?.includes(one)),
  );
  return [
    ...touched.filter(({ column }) => !dependent.some(({ name }) => name === column)),
    ...dependent.map(({ name }): Touched => ({ column: name, how: 'gone' })),
  ];
}

/** The changes that make the columns and the place of a table like those of another. */
export function changeTable(tables: Tables, touched: readonly Touched[]): Change[] {
  const { from, to } = tables;
  const alter = `ALTER TABLE ${to.create}`;
  const gone = new Set(touched.flatMap(({ column, how }) => (how === 'gone' ? [column] : [])));
  const [wanted, there] = [columnsOf(from), columnsOf(to)];
  const what = (column: string) => `Column ${from.name}.${column}`;
  const remade = (to.columns ?? []).filter(({ name }) => gone.has(name));
  const drops = remade.map(
    ({ name }): Change => ({
      what: wanted.has(name)
        ? `${what(name)} is computed in another way, or of what changes, and is made again.`
        : `${what(name)} is too much.`,
      sql: `${alter} DROP COLUMN ${quoteName(name)}`,
    }),
  );
  const early = drops.filter((_drop, at) => wanted.has(remade[at]?.name ?? ''));
  const adds = (from.columns ?? []).flatMap((column): Change[] =>
    column.inherited || (there.has(column.name) && !gone.has(column.name))
      ? []
      : [{ what: `${what(column.name)} is missing.`, sql: `${alter} ADD COLUMN ${columnSql(column)}` }],
  );
  const changes = (from.columns ?? []).flatMap((column) => {
    const other = there.get(column.name);
    return other === undefined || other.inherited || gone.has(column.name)
      ? []
      : changeColumn(column, other, what(column.name), alter);
  });
  return [
    ...splitOtherwise(tables, alter),
    ...leaveParent(tables, alter),
    ...early,
    ...changes,
    ...adds,
    ...drops.filter((drop) => !early.includes(drop)),
    ...joinParent(tables, alter),
  ];
}

function changeColumn(from: Column, to: Column, what: string, alter: string): Change[] {
  const name = quoteName(from.name);
  const change = (how: string, sql: string): Change => ({
    what: `${what} ${how}.`,
    sql: `${alter} ALTER COLUMN ${name} ${sql}`,
  });
  const numbered = to.identity
    ? `SET GENERATED ${from.identity}`
    : `ADD GENERATED ${from.identity} AS IDENTITY`;
  return [
    ...(to.identity && !from.identity ? [change('numbers its rows', 'DROP IDENTITY')] : []),
    ...(from.type === to.type
      ? []
      : [
          change(
            `is ${to.type}, not ${from.type}`,
            `TYPE ${from.type} USING ${name}::${plainType(from.type)}`,
          ),
        ]),
    ...(from.nullable === to.nullable
      ? []
      : [
          change(
            to.nullable ? 'may be null' : 'may not be null',
            from.nullable ? 'DROP NOT NULL' : 'SET NOT NULL',
          ),
        ]),
    ...(from.identity && from.identity !== to.identity
      ? [change('numbers its rows in another way, or not', numbered)]
      : []),
  ];
}

/** A type as a cast names it, without the order of its text. */
const plainType = (type: string) => type.replace(/ COLLATE .*$/, '');

/** Into which partitions a table is split is said when it is made, and never again. */
function splitOtherwise({ from, to }: Tables, alter: string): Change[] {
  if ((from.frame ?? null) === (to.frame ?? null)) return [];
  const what = `Table ${from.name} is ${to.frame ? 'split otherwise' : 'not split'}, which PostgreSQL cannot change.`;
  const note = `-- ${alter}: make it anew with ${from.frame ?? 'no partitions'} and copy its rows`;
  // A name with a line end would go on as a statement.
  return [{ what, sql: note.replaceAll(/[\r\n]+/g, ' ') }];
}

const isInPlace = ({ from, to }: Tables) =>
  from.parent?.table === to.parent?.table && from.parent?.bound === to.parent?.bound;

function leaveParent(tables: Tables, alter: string): Change[] {
  const { to } = tables;
  if (isInPlace(tables) || !to.parent) return [];
  const { table, bound } = to.parent;
  const sql = bound ? `ALTER TABLE ${table} DETACH PARTITION ${to.create}` : `${alter} NO INHERIT ${table}`;
  return [{ what: `Table ${to.name} belongs to another table, or in another way.`, sql }];
}

function joinParent(tables: Tables, alter: string): Change[] {
  const { from, to } = tables;
  if (isInPlace(tables) || !from.parent) return [];
  const { table, bound } = from.parent;
  const sql = bound
    ? `ALTER TABLE ${table} ATTACH PARTITION ${to.create} ${bound}`
    : `${alter} INHERIT ${table}`;
  return [{ what: `Table ${to.name} does not belong to ${table}, or in another way.`, sql }];
}
