import type { Step, StepResult } from '../connection/flight.ts';
import type { Name } from './names.ts';

/** A function that a statement may come to call. */
export interface FoundFunction {
  readonly schema: string;
  readonly name: string;
  readonly volatile: boolean;
  readonly language: string;
  readonly trusted: boolean;
  /** Its source, for the languages a statement can be looked for in. */
  readonly body: string;
  /** By what it is called; `part` is what an aggregate is made of. */
  readonly by: string;
  /** Its rows have a masked column. */
  readonly showsMasked: boolean;
  /** It came with an extension. */
  readonly isExtension: boolean;
}

export interface FoundRelation {
  readonly schema: string;
  readonly name: string;
  /** The statement behind a view. */
  readonly definition: string | undefined;
  /** Its rows are kept: nothing of the definition runs when it is read. */
  readonly stored: boolean;
}

/** The names of a statement that the catalog is asked about. */
export interface Named {
  readonly called: readonly Name[];
  readonly relations: readonly Name[];
  /** Names behind a dot, which may be functions of the row before it. */
  readonly attributes: readonly string[];
  readonly operators: readonly Name[];
  readonly types: readonly Name[];
  /** All its operators by their symbols alone, those that are not written too, for the types of what it reads. */
  readonly symbols: readonly string[];
  /** Whether it can change the type of a value in so many words. */
  readonly casts: boolean;
  /** Whether it brings values to one type, as COALESCE and UNION do. */
  readonly unites: boolean;
}

const isNamed = (schema: string, of: string) =>
  `(${schema} = ${of}.schema OR ${of}.schema = '' AND ${schema} = ANY (pg_catalog.current_schemas(true)))`;

const names = (schemas: string, texts: string, as: string) =>
  `ROWS FROM (pg_catalog.unnest(${schemas}::text[]), pg_catalog.unnest(${texts}::text[])) AS ${as}(schema, name)`;

/** What the parts below have of the statement: the functions it calls by name. */
const calls = `call AS (
    SELECT p.oid, p.proargtypes, p.prorettype FROM ${names('$1', '$2', 'f')} JOIN pg_catalog.pg_proc p ON p.proname = f.name
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE ${isNamed('n.nspname', 'f')}`;

/** Types that a statement may meet, and of these the ones that the server does not bring. */
const types = `type AS (
    SELECT t.oid FROM ${names('$6', '$7', 'y')} JOIN pg_catalog.pg_type t ON t.typname = y.name AND t.oid >= 16384
    JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE ${isNamed('n.nspname', 'y')}
  ), met AS (
    SELECT oid FROM type
    UNION SELECT pg_catalog.unnest(ARRAY[a.atttypid, c.reltype]) FROM ${names('$9', '$10', 'r')} JOIN pg_catalog.pg_class c ON c.relname = r.name
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
      WHERE ${isNamed('n.nspname', 'r')}
    UNION SELECT pg_catalog.unnest(pg_catalog.array_append(call.proargtypes::oid[], call.prorettype)) FROM call WHERE call.oid >= 16384
  ), reached AS (
    SELECT oid FROM met
    UNION SELECT part.oid FROM reached JOIN pg_catalog.pg_type t ON t.oid = reached.oid CROSS JOIN LATERAL (
      SELECT t.typelem UNION ALL SELECT t.typbasetype
      UNION ALL SELECT a.atttypid FROM pg_catalog.pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND t.oid >= 16384) part(oid)
  ), own AS (
    SELECT oid FROM reached WHERE oid >= 16384`;

/** By call, and by the notation of a column. */
const calledByName = `
    SELECT oid, 'call' AS by FROM call
    UNION SELECT p.oid, 'attribute' FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_type t ON t.oid = p.proargtypes[0]
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    WHERE p.proname = ANY ($3::text[]) AND p.prokind <> 'w' AND p.pronargs - p.pronargdefaults <= 1
      AND (t.typtype = 'c' OR t.typname IN ('record', 'any', 'anyelement', 'anynonarray', 'anycompatible', 'anycompatiblenonarray'))
      AND n.nspname = ANY (pg_catalog.current_schemas(true))`;

/**
 * By an operator that the server does not bring, by the casts and checks of a type that it does not bring. Object
 * ids from 16384 are those of users.
 *
 * A type need not be named: those of what is read and of its columns count, and those that called functions take and
 * give, with what they are made of. Of these the casts that need no word, and the others where the statement casts
 * or calls anything; their operators, and what sorts and compares them; and the checks of domains where values are
 * brought to one type.
 */
const calledByTypes = `
    UNION SELECT o.oprcode, 'operator' FROM ${names('$4', '$5', 'w')} JOIN pg_catalog.pg_operator o ON o.oprname = w.name AND o.oid >= 16384
    JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
    WHERE ${isNamed('n.nspname', 'w')} AND (w.schema <> '' OR NOT EXISTS (
      SELECT FROM pg_catalog.pg_operator b WHERE b.oprname = w.name AND b.oid < 16384))
    UNION SELECT o.oprcode, 'own operator' FROM pg_catalog.pg_operator o
    WHERE o.oid >= 16384 AND o.oprname = ANY ($11::text[]) AND (o.oprleft IN (SELECT oid FROM own) OR o.oprright IN (SELECT oid FROM own))
    UNION SELECT k.castfunc, 'cast' FROM pg_catalog.pg_cast k
    WHERE k.castfunc >= 16384 AND (k.castsource IN (SELECT oid FROM type) OR k.casttarget IN (SELECT oid FROM type))
    UNION SELECT k.castfunc, 'own cast' FROM pg_catalog.pg_cast k
    WHERE k.castfunc >= 16384 AND (k.castcontext = 'i' AND ($11::text[] <> '{}' OR $13::boolean) OR $12::boolean
      OR EXISTS (SELECT FROM pg_catalog.pg_type t WHERE t.oid = k.casttarget AND t.typname = ANY ($3::text[])))
      AND (k.castsource IN (SELECT oid FROM own) OR k.casttarget IN (SELECT oid FROM own))
    UNION SELECT s.amproc, 'support' FROM pg_catalog.pg_opclass c JOIN pg_catalog.pg_amproc s ON s.amprocfamily = c.opcfamily
    WHERE c.opcintype IN (SELECT oid FROM own) AND s.amproc >= 16384 AND $11::text[] <> '{}'
    UNION SELECT part, 'support' FROM pg_catalog.pg_range r, pg_catalog.unnest(ARRAY[r.rngcanonical, r.rngsubdiff]::oid[]) part
    WHERE r.rngtypid IN (SELECT oid FROM own) AND part >= 16384
    UNION SELECT d.refobjid, 'check' FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_depend d ON d.objid = k.oid
      AND d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass
    WHERE k.contypid IN (SELECT oid FROM type)
    UNION SELECT d.refobjid, 'own check' FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_depend d ON d.objid = k.oid
      AND d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass
    WHERE $13::boolean AND k.contypid IN (SELECT oid FROM own)`;

/** The parameters that a statement without types has no use for. */
const unused = `unused AS (SELECT $4::text[], $5::text[], $6::text[], $7::text[], $9::text[], $10::text[], $11::text[], $12::boolean, $13::boolean)`;

/** With the parts of aggregates. */
const functions = (before: string, used: string) => `
  WITH RECURSIVE ${before}
  ), used AS (${used}
  ), found AS (
    SELECT oid, by FROM used
    UNION SELECT part, 'part' FROM used JOIN pg_catalog.pg_aggregate a ON a.aggfnoid = used.oid AND a.aggfnoid >= 16384,
      pg_catalog.unnest(ARRAY[a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn,
        a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn]::oid[]) part
  )
  SELECT n.nspname, p.proname, p.provolatile = 'v', l.lanname, l.lanpltrusted OR l.lanname IN ('internal', 'c'),
         CASE WHEN l.lanname IN ('sql', 'plpgsql') THEN pg_catalog.concat_ws(' ', p.prosrc, pg_catalog.pg_get_function_sqlbody(p.oid)) END,
         found.by,
         p.proargnames && $8::text[] OR EXISTS (
           SELECT FROM pg_catalog.pg_type t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.typrelid
           WHERE t.oid = p.prorettype AND a.attname = ANY ($8::text[])),
         EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.objid = p.oid AND e.deptype = 'e'
           AND e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass)
  FROM found JOIN pg_catalog.pg_proc p ON p.oid = found.oid
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_catalog.pg_language l ON l.oid = p.prolang`;

const ofAll = functions(
  `${calls}
  ), ${types}`,
  `${calledByName}${calledByTypes}`,
);
const ofCalls = functions(`${unused}, ${calls}`, calledByName);

/**
 * Whether there is any code behind types and operators at all, which few databases have: to look for that of one
 * statement takes the server some 4 ms to plan.
 */
const codeBehindTypes = `
  SELECT EXISTS (SELECT FROM pg_catalog.pg_operator WHERE oid >= 16384)
    OR EXISTS (SELECT FROM pg_catalog.pg_cast WHERE castfunc >= 16384)
    OR EXISTS (SELECT FROM pg_catalog.pg_amproc WHERE amproc >= 16384)
    OR EXISTS (SELECT FROM pg_catalog.pg_range WHERE rngcanonical >= 16384 OR rngsubdiff >= 16384)
    OR EXISTS (SELECT FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_depend d ON d.objid = k.oid
      AND d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass
      WHERE k.contypid <> 0)`;

const relations = `
  SELECT n.nspname, c.relname, CASE WHEN c.relkind IN ('v', 'm') THEN pg_catalog.pg_get_viewdef(c.oid) END, c.relkind = 'm'
  FROM ${names('$1', '$2', 'r')}
  JOIN pg_catalog.pg_class c ON c.relname = r.name
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = r.schema OR r.schema = '' AND pg_catalog.pg_table_is_visible(c.oid)`;

/** Asks whether `lookupSteps` has to look behind types; answered by `hasCodeBehindTypes`. */
export const codeStep: Step = { text: codeBehindTypes };

export const hasCodeBehindTypes = ({ rows }: StepResult): boolean => rows[0]?.[0] !== 'f';

/**
 * What the catalog says of names, to be run in one transaction. `masked` are the names of masked columns;
 * `behindTypes` says whether there may be code behind types and operators.
 */
export const lookupSteps = (
  { called, relations: named, attributes, operators, types, symbols, casts, unites }: Named,
  masked: Iterable<string>,
  behindTypes: boolean,
): readonly [Step, Step] => [
  {
    text: behindTypes ? ofAll : ofCalls,
    values: [
      ...nameArrays(called),
      textArray(attributes),
      ...nameArrays(operators),
      ...nameArrays(types),
      textArray([...masked]),
      ...nameArrays(named),
      textArray(symbols),
      `${casts}`,
      `${unites}`,
    ],
  },
  { text: relations, values: nameArrays(named) },
];

export const foundFunctions = ({ rows }: StepResult): readonly FoundFunction[] =>
  rows.map(([schema, name, volatile, language, trusted, body, by, showsMasked, isExtension]) => ({
    schema: schema ?? '',
    name: name ?? '',
    volatile: volatile === 't',
    language: language ?? '',
    trusted: trusted === 't',
    body: body ?? '',
    by: by ?? '',
    showsMasked: showsMasked === 't',
    isExtension: isExtension === 't',
  }));

export const foundRelations = ({ rows }: StepResult): readonly FoundRelation[] =>
  rows.map(([schema, name, definition, stored]) => ({
    schema: schema ?? '',
    name: name ?? '',
    definition: definition ?? undefined,
    stored: stored === 't',
  }));

const nameArrays = (names: readonly Name[]) => [
  textArray(names.map(({ schema }) => schema ?? '')),
  textArray(names.map(({ name }) => name)),
];

/** Strings as an array literal of Postgres. */
export const textArray = (values: readonly string[]) =>
  `{${values.map((value) => `"${value.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;
