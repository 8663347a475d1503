import { NOT_SHOWN } from '../catalog/closed-schemas.ts';
import { type Change, changeTable, createTable, type Touched, touchedColumns } from './change-table.ts';
import { changeType, isMadeAnew, type UsedIn } from './change-type.ts';
import { comesByItself, revokedAtOnce, withSides } from './grants.ts';
import { moveParts } from './move-parts.ts';
import { type Graph, graphOf, inOrder } from './order.ts';
import type { Part, SchemaParts } from './part.ts';
import { removedParts, takenAlong } from './removal.ts';

export interface Difference {
  /** What differs, in words. */
  what: string;
  /** What would make the second schema like the first; nobody runs it. */
  sql: string;
}

/** Both schemas, the first as it would be in the place of the second, and what of the second must go. */
interface Comparison {
  readonly from: Graph;
  readonly to: Graph;
  readonly touched: ReadonlyMap<string, readonly Touched[]>;
  readonly removed: ReadonlySet<string>;
  readonly along: ReadonlySet<string>;
  /** Types that are made anew beside the old one. */
  readonly anew: readonly string[];
}

/** Kinds that go last, for what is changed before may use them until then. */
const lateKinds = new Set(['table', 'sequence', 'enum', 'composite type', 'domain']);
/** Kinds whose own statement replaces another of the same name. */
const replacing = new Set([
  'comment',
  'default',
  'storage option',
  'column option',
  'replica identity',
  'sequence owner',
  'owner',
]);

/**
 * What distinguishes `to` from `from`, with the SQL that would make `to` like `from`, in an order in which it can
 * run: what is too much or in the way goes first, tables and types that nobody uses any more go last.
 */
export async function compareParts(from: SchemaParts, to: SchemaParts): Promise<Difference[]> {
  const moved = await moveParts(from.parts, from.schema, to.schema);
  const comparison = prepare({ ...from, parts: moved }, to);
  const dropped = inOrder(comparison.to)
    .toReversed()
    .filter((key) => isGone(comparison, key) && goesByItself(comparison, key));
  const isLate = (key: string) =>
    lateKinds.has(partOf(comparison.to, key).kind) && !isInTheWay(comparison, key);
  const made = inOrder(comparison.from).flatMap((key) => madeOrChanged(comparison, key));
  return [
    ...dropped.filter((key) => !isLate(key)).map((key) => drop(comparison, key)),
    ...uncheckedBodies(comparison),
    ...made,
    ...dropped.filter(isLate).map((key) => drop(comparison, key)),
  ].map(({ what, sql }) => ({
    what,
    sql: `${sql.includes(NOT_SHOWN) ? `-- ${NOT_SHOWN}` : sql.trimEnd()};`,
  }));
}

function prepare(first: SchemaParts, second: SchemaParts): Comparison {
  const version = Math.min(first.version, second.version);
  const from = graphOf(withSides(first.parts, version), first.links);
  const to = graphOf(withSides(second.parts, version), second.links);
  const both = [...to.parts].flatMap(([key, there]) => {
    const wanted = from.parts.get(key);
    return wanted === undefined ? [] : [{ key, from: wanted, to: there }];
  });
  const touched = new Map(
    both
      .filter(({ to: { kind } }) => kind === 'table')
      .map(({ key, ...tables }) => [key, touchedColumns(tables)]),
  );
  const anew = both.filter((pair) => isMadeAnew(pair.from, pair.to)).map(({ key }) => key);
  for (const { key, column = '' } of to.links.filter(({ needsKey }) => anew.includes(needsKey))) {
    const before = touched.get(key);
    if (before !== undefined) touched.set(key, [...before, { column: column ?? '', how: 'type' }]);
  }
  const given = [
    ...[...to.parts.keys()].filter((key) => !from.parts.has(key)),
    ...both
      .filter((pair) => isDifferent(pair.from, pair.to) && !isChangeable(pair.from, pair.to))
      .map(({ key }) => key),
  ];
  // What uses a type that is made anew is made again with it.
  const removed = removedParts(to, [...given, ...anew], touched);
  for (const key of anew) removed.delete(key);
  const along = takenAlong(to, new Set([...removed, ...anew]));
  return { from, to, touched, removed, along, anew };
}

const isDifferent = (from: Part, to: Part) => from.create !== to.create;

/** Whether one becomes the other without being dropped. */
function isChangeable(from: Part, to: Part): boolean {
  if (replacing.has(from.kind)) return true;
  switch (from.kind) {
    case 'table':
    case 'enum':
    case 'composite type':
    case 'domain':
    case 'sequence':
      return true;
    case 'function':
    case 'procedure':
      return from.frame === to.frame;
    case 'view':
      return (to.columns ?? []).every(
        ({ name, type }, at) => from.columns?.[at]?.name === name && from.columns[at]?.type === type,
      );
    default:
      return false;
  }
}

function partOf({ parts }: Graph, key: string): Part {
  const part = parts.get(key);
  if (part === undefined) throw new Error(`No part is called ${key}.`);
  return part;
}

const isGone = ({ removed, along }: Comparison, key: string) => removed.has(key) || along.has(key);

/** What one goes along with is not enough where it needs something else that goes, maybe before. */
function goesByItself({ to, along, removed }: Comparison, key: string): boolean {
  if (!along.has(key)) return true;
  const { on, kind } = partOf(to, key);
  if (kind === 'sequence owner') return false;
  const holds = (needed: string) =>
    needed !== on &&
    removed.has(needed) &&
    /^(table|view|materialized view|function|procedure) /.test(needed);
  return kind === 'foreign key' || to.links.some((link) => link.key === key && holds(link.needsKey));
}

/** Whether something new takes the name. */
const isInTheWay = ({ from, to }: Comparison, key: string) => {
  const { name } = partOf(to, key);
  return ['table', 'view', 'materialized view', 'sequence', 'index', 'enum', 'composite type', 'domain'].some(
    (kind) => from.parts.has(`${kind} ${name}`),
  );
};

function drop({ from, to }: Comparison, key: string): Change {
  const part = partOf(to, key);
  const wanted = from.parts.get(key);
  const why =
    wanted === undefined
      ? 'is too much.'
      : isDifferent(wanted, part)
        ? 'is different.'
        : 'is in the way of a change and is made again.';
  return { what: `${titleOf(part)} ${why}`, sql: part.drop };
}

/** The key begins a sentence. */
function titleOf({ kind, name }: Part): string {
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${name}`;
}

function madeOrChanged(comparison: Comparison, key: string): Change[] {
  const { from, to } = comparison;
  const wanted = partOf(from, key);
  const there = to.parts.get(key);
  if (wanted.kind === 'schema') return [];
  if (there === undefined || isGone(comparison, key)) return make(comparison, key, there !== undefined);
  if (wanted.kind === 'table')
    return changeTable({ from: wanted, to: there }, comparison.touched.get(key) ?? []);
  if (!isDifferent(wanted, there)) return [];
  const what = `${titleOf(wanted)} is different.`;
  switch (wanted.kind) {
    case 'enum':
    case 'domain':
    case 'composite type':
      return changeType(wanted, there, usesOf(comparison, key));
    case 'sequence':
      return [{ what, sql: wanted.create.replace(/^CREATE/, 'ALTER') }];
    case 'view':
      return [{ what, sql: wanted.create.replace(/^CREATE/, 'CREATE OR REPLACE') }];
    default:
      return [{ what, sql: wanted.create }];
  }
}

const isNew = (comparison: Comparison, key: string) =>
  !comparison.to.parts.has(key) || isGone(comparison, key) || comparison.anew.includes(key);

function make(comparison: Comparison, key: string, again: boolean): Change[] {
  const part = partOf(comparison.from, key);
  const what = `${titleOf(part)} ${again ? 'is made again.' : 'is missing.'}`;
  const owner = part.on == null ? undefined : comparison.from.parts.get(part.on);
  const ownerIsNew = part.on != null && isNew(comparison, part.on);
  if (owner !== undefined && ownerIsNew && part.kind === 'grant' && comesByItself(part, owner)) return [];
  if (part.kind === 'default' && ownerIsNew && isPlain(comparison.from, key)) return [];
  const sql = part.kind === 'table' ? createTable(part, plainDefaults(comparison.from, key)) : part.create;
  const revoked = revokedAtOnce(part).map((statement) => ({
    what: `Everybody may use ${part.kind} ${part.name} at first.`,
    sql: statement,
  }));
  return [{ what, sql }, ...revoked];
}

/** Whether a default needs nothing that is made beside its table, and may be shown. */
const isPlain = ({ links, parts }: Graph, key: string) =>
  !parts.get(key)?.create.includes(NOT_SHOWN) &&
  links.every((link) => link.key !== key || link.needsKey === parts.get(key)?.on);

/** The values of columns that are said where their table is made. */
function plainDefaults(graph: Graph, table: string): Map<string, string> {
  const own = [...graph.parts].filter(
    ([key, { kind, on }]) => kind === 'default' && on === table && isPlain(graph, key),
  );
  return new Map(
    own.map(([, { name, create, drop }]) => [
      name.slice(table.length - 'table '.length + 1),
      create.slice(drop.length - 'DROP DEFAULT'.length + 'SET DEFAULT '.length),
    ]),
  );
}

/** Columns of tables that stay and have the type. */
function usesOf({ from, to }: Comparison, key: string): UsedIn[] {
  return to.links.flatMap((link): UsedIn[] => {
    const table = to.parts.get(link.key);
    const column = table?.columns?.find(({ name }) => name === link.column);
    if (link.needsKey !== key || table?.kind !== 'table' || column === undefined || !from.parts.has(link.key))
      return [];
    return [{ table: table.create, column: column.name, isArray: column.type.endsWith('[]') }];
  });
}

/** The server reads bodies of SQL when it makes a function, and they may name what is made later. */
function uncheckedBodies({ from, to, removed }: Comparison): Change[] {
  const isNew = [...from.parts].some(([key, { kind, create }]) => {
    if (kind !== 'function' && kind !== 'procedure') return false;
    const there = to.parts.get(key);
    const same = there !== undefined && !removed.has(key) && there.create === create;
    return !same && /\n LANGUAGE sql\n/.test(create);
  });
  if (!isNew) return [];
  const what = 'Functions may name what is made after them, so that their bodies are not checked meanwhile.';
  return [{ what, sql: 'SET check_function_bodies = off' }];
}
