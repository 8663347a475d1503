import type { Embedded } from '../demo/embedded.ts';

/** What a source lets its callers do: each allows what those before it do. */
export const modes = ['readonly', 'dml', 'ddl', 'admin'] as const;
export type Mode = (typeof modes)[number];

/** Whether a mode includes another. */
export const allows = (mode: Mode, needed: Mode) => modes.indexOf(mode) >= modes.indexOf(needed);

/** One database as the operator configured it. */
export interface SourceSettings {
  readonly alias: string;
  /** Connection URL, password included: never shown. */
  readonly url: string;
  /** The Postgres inside this process, instead of one behind the URL. */
  readonly embedded?: Embedded | undefined;
  readonly mode: Mode;
  /** Schemas that may be named; every one where it is empty. */
  readonly schemas: readonly string[];
  readonly denySchemas: readonly string[];
  /** Columns whose values are hidden: `table.column`, `schema.table.column` or `*.column`. */
  readonly mask: readonly string[];
  /** Role taken on in every transaction. */
  readonly role: string | undefined;
  /** Role taken on for a caller, by the caller's roles; the first that fits. */
  readonly callerRoles: Readonly<Record<string, string>>;
  readonly allowSuperuser: boolean;
  readonly maxConnections: number;
  /** Longest run of a statement, milliseconds. */
  readonly statementTimeoutMs: number;
  /** Longest wait for a lock, milliseconds. */
  readonly lockTimeoutMs: number;
  /** Planner cost above which a query is not run; no limit where it is left out. */
  readonly maxCost: number | undefined;
}
