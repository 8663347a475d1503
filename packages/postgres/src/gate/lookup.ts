import type { Step, StepResult } from '../connection/flight.ts';
import type { Name } from './names.ts';

/** A function that a name may mean. */
export interface FoundFunction {
  readonly schema: string;
  readonly name: string;
  readonly volatile: boolean;
  readonly language: string;
  readonly trusted: boolean;
  /** Its source, for the languages a statement can be looked for in. */
  readonly body: string;
}

export interface FoundRelation {
  readonly schema: string;
  readonly name: string;
  /** The statement behind a view. */
  readonly definition: string | undefined;
}

const functions = `
  SELECT n.nspname, p.proname, p.provolatile = 'v', l.lanname, l.lanpltrusted OR l.lanname IN ('internal', 'c'),
         CASE WHEN l.lanname IN ('sql', 'plpgsql') THEN p.prosrc ELSE '' END
  FROM ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) AS f(schema, name)
  JOIN pg_catalog.pg_proc p ON p.proname = f.name
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_catalog.pg_language l ON l.oid = p.prolang
  WHERE n.nspname = f.schema OR f.schema = '' AND n.nspname = ANY (pg_catalog.current_schemas(true))`;

const relations = `
  SELECT n.nspname, c.relname, CASE WHEN c.relkind = 'v' THEN pg_catalog.pg_get_viewdef(c.oid) END
  FROM ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) AS r(schema, name)
  JOIN pg_catalog.pg_class c ON c.relname = r.name
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = r.schema OR r.schema = '' AND pg_catalog.pg_table_is_visible(c.oid)`;

/** What the catalog says of names, to be run in one transaction. */
export const lookupSteps = (called: readonly Name[], named: readonly Name[]): readonly [Step, Step] => [
  { text: functions, values: nameArrays(called) },
  { text: relations, values: nameArrays(named) },
];

export const foundFunctions = ({ rows }: StepResult): readonly FoundFunction[] =>
  rows.map(([schema, name, volatile, language, trusted, body]) => ({
    schema: schema ?? '',
    name: name ?? '',
    volatile: volatile === 't',
    language: language ?? '',
    trusted: trusted === 't',
    body: body ?? '',
  }));

export const foundRelations = ({ rows }: StepResult): readonly FoundRelation[] =>
  rows.map(([schema, name, definition]) => ({
    schema: schema ?? '',
    name: name ?? '',
    definition: definition ?? undefined,
  }));

const nameArrays = (names: readonly Name[]) => [
  textArray(names.map(({ schema }) => schema ?? '')),
  textArray(names.map(({ name }) => name)),
];

/** Strings as an array literal of Postgres. */
export const textArray = (values: readonly string[]) =>
  `{${values.map((value) => `"${value.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;
