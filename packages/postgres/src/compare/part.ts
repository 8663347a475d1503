import * as z from 'zod';

const Column = z.object({
  name: z.string(),
  type: z.string(),
  nullable: z.boolean(),
  /** The expression of a computed column. */
  expression: z.string().nullish(),
  /** Whether rows are numbered by it, and whether callers may give a number. */
  identity: z.enum(['ALWAYS', 'BY DEFAULT']).nullish(),
  computed: z.enum(['STORED', 'VIRTUAL']).nullish(),
  comment: z.string().nullish(),
  /** Whether it is a parent's, which makes and changes it. */
  inherited: z.boolean().nullish(),
});

export type Column = z.output<typeof Column>;

const Grant = z.object({
  grantee: z.string(),
  privilege: z.string(),
  column: z.string().nullish(),
  grantable: z.boolean(),
});

export type Grant = z.output<typeof Grant>;

/** One thing of a schema that can be made and dropped by itself. */
export const Part = z.object({
  /** Its row of the catalog, as `links` name it. */
  id: z.string(),
  kind: z.string(),
  /** Without the schema: `customers`, `customers.customers_pkey`, `total(text)`. */
  name: z.string(),
  /** The part that takes this one along when it goes: `table customers`. */
  on: z.string().nullish(),
  /** What makes it; it is compared as well. */
  create: z.string(),
  drop: z.string(),
  /** How COMMENT names it; not there where it can have no comment. */
  address: z.string().nullish(),
  comment: z.string().nullish(),
  /** The role it belongs to, as SQL names it; not there where it cannot be said by itself. */
  owner: z.string().nullish(),
  /** How GRANT names it. */
  grantedOn: z.string().nullish(),
  grants: z.array(Grant).nullish(),
  /** Columns of tables and views, attributes of composite types. */
  columns: z.array(Column).nullish(),
  /** Labels of an enum. */
  labels: z.array(z.string()).nullish(),
  /** Constraints of a domain. */
  checks: z.array(z.object({ name: z.string(), definition: z.string() })).nullish(),
  /** What must be the same for a change in its place: the result of a function, the base of a domain. */
  frame: z.string().nullish(),
  /** How a partition or child belongs to its parent. */
  parent: z.object({ table: z.string(), bound: z.string().nullish() }).nullish(),
});

export type Part = z.output<typeof Part>;

/** That one part needs another, by their ids; columns where it is about these. */
export const Link = z.object({
  id: z.string(),
  column: z.string().nullish(),
  needs: z.string(),
  needsColumn: z.string().nullish(),
});

export type Link = z.output<typeof Link>;

/** All that can be compared of one schema. */
export interface SchemaParts {
  readonly schema: string;
  /** Of its server, as a number: 150004. */
  readonly version: number;
  readonly parts: readonly Part[];
  readonly links: readonly Link[];
  /** What is there and is not compared, by kind. */
  readonly left: readonly string[];
}

export const keyOf = ({ kind, name }: Pick<Part, 'kind' | 'name'>) => `${kind} ${name}`;

/** Kinds in the order in which they are made where nothing else says so. */
const kinds = [
  'schema',
  'enum',
  'composite type',
  'domain',
  'sequence',
  'table',
  'persistence',
  'storage option',
  'default',
  'constraint',
  'index',
  'statistics',
  'column option',
  'replica identity',
  'foreign key',
  'view',
  'materialized view',
  'function',
  'procedure',
  'sequence owner',
  'rule',
  'trigger',
  'row security',
  'policy',
  'comment',
  'owner',
  'grant',
  'default privilege',
];

export const rankOf = ({ kind }: Pick<Part, 'kind'>) => kinds.indexOf(kind);
