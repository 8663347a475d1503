import { quoteName } from '../catalog/read-objects.ts';
import type { Change } from './change-table.ts';
import { revokedAtOnce } from './grants.ts';
import type { Part } from './part.ts';

/** A column of a table that has a type which is made anew. */
export interface UsedIn {
  /** The table as SQL names it. */
  readonly table: string;
  readonly column: string;
  readonly isArray: boolean;
}

/** Whether an enum or a domain has to be made anew, for it loses what only a new one lacks. */
export function isMadeAnew(from: Part, to: Part): boolean {
  if (from.kind === 'domain') return from.frame !== to.frame;
  if (from.kind !== 'enum') return false;
  const wanted = from.labels ?? [];
  const there = to.labels ?? [];
  const kept = wanted.filter((label) => there.includes(label));
  return kept.length !== there.length || kept.some((label, at) => label !== there[at]);
}

/** The changes that make an enum, a domain or a composite type like another. */
export function changeType(from: Part, to: Part, usedIn: readonly UsedIn[]): Change[] {
  if (isMadeAnew(from, to)) return makeAnew(from, to, usedIn);
  if (from.kind === 'enum') return addLabels(from, to);
  return from.kind === 'domain' ? changeDomain(from, to) : changeAttributes(from, to);
}

const nameOf = ({ drop }: Part) => drop.replace(/^DROP (TYPE|DOMAIN) /, '');

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

function addLabels(from: Part, to: Part): Change[] {
  const there = new Set(to.labels);
  return (from.labels ?? []).flatMap((label, at, all): Change[] => {
    if (there.has(label)) return [];
    const previous = all[at - 1];
    const next = all.slice(at + 1).find((one) => there.has(one));
    const where =
      previous !== undefined
        ? ` AFTER ${quoted(previous)}`
        : next === undefined
          ? ''
          : ` BEFORE ${quoted(next)}`;
    return [
      {
        what: `The label ${label} of enum ${from.name} is missing; it can be used once it is committed.`,
        sql: `ALTER TYPE ${nameOf(to)} ADD VALUE ${quoted(label)}${where}`,
      },
    ];
  });
}

function makeAnew(from: Part, to: Part, usedIn: readonly UsedIn[]): Change[] {
  const what = `${from.kind === 'enum' ? 'Enum' : 'Domain'} ${from.name} is different and is made anew; values that it does not have then stop this.`;
  const word = from.kind === 'enum' ? 'TYPE' : 'DOMAIN';
  const old = `${from.name}_before`;
  const name = nameOf(to);
  const schema = name.slice(0, name.length - quoteName(from.name).length - 1);
  return [
    { what, sql: `ALTER ${word} ${name} RENAME TO ${quoteName(old)}` },
    { what, sql: from.create },
    ...revokedAtOnce(from).map((sql) => ({ what, sql })),
    ...usedIn.map(({ table, column, isArray }) => {
      const [type, text] = isArray ? [`${name}[]`, 'text[]'] : [name, 'text'];
      const at = quoteName(column);
      return {
        what,
        sql: `ALTER TABLE ${table} ALTER COLUMN ${at} TYPE ${type} USING ${at}::${text}::${type}`,
      };
    }),
    { what, sql: `DROP ${word} ${schema}.${quoteName(old)}` },
  ];
}

function changeDomain(from: Part, to: Part): Change[] {
  const alter = `ALTER DOMAIN ${nameOf(to)}`;
  const [wanted, there] = [from.columns?.[0], to.columns?.[0]];
  const what = (part: string) => `${part} of domain ${from.name} is missing, too much or different.`;
  const differing = (these: Part['checks'], those: Part['checks']) =>
    (these ?? []).filter(
      ({ name, definition }) => !those?.some((one) => one.name === name && one.definition === definition),
    );
  return [
    ...differing(to.checks, from.checks).map(({ name }) => ({
      what: what(`Constraint ${name}`),
      sql: `${alter} DROP CONSTRAINT ${quoteName(name)}`,
    })),
    ...((wanted?.expression ?? null) === (there?.expression ?? null)
      ? []
      : [
          {
            what: what('The default'),
            sql:
              wanted?.expression == null
                ? `${alter} DROP DEFAULT`
                : `${alter} SET DEFAULT ${wanted.expression}`,
          },
        ]),
    ...(wanted?.nullable === there?.nullable
      ? []
      : [{ what: what('NOT NULL'), sql: `${alter} ${wanted?.nullable ? 'DROP' : 'SET'} NOT NULL` }]),
    ...differing(from.checks, to.checks).map(({ name, definition }) => ({
      what: what(`Constraint ${name}`),
      sql: `${alter} ADD CONSTRAINT ${quoteName(name)} ${definition}`,
    })),
  ];
}

function changeAttributes(from: Part, to: Part): Change[] {
  const alter = `ALTER TYPE ${nameOf(to)}`;
  const there = new Map((to.columns ?? []).map(({ name, type }) => [name, type]));
  const wanted = new Set((from.columns ?? []).map(({ name }) => name));
  const what = (name: string) =>
    `Attribute ${name} of composite type ${from.name} is missing, too much or different.`;
  return [
    ...(from.columns ?? []).flatMap(({ name, type }): Change[] => {
      const other = there.get(name);
      if (other === type) return [];
      const how =
        other === undefined
          ? `ADD ATTRIBUTE ${quoteName(name)} ${type}`
          : `ALTER ATTRIBUTE ${quoteName(name)} TYPE ${type}`;
      return [{ what: what(name), sql: `${alter} ${how}` }];
    }),
    ...[...there.keys()]
      .filter((name) => !wanted.has(name))
      .map((name) => ({ what: what(name), sql: `${alter} DROP ATTRIBUTE ${quoteName(name)}` })),
  ];
}
