import type { ClientAbilities } from '../definition/context.ts';
import type { EngineRequest } from '../engine/request.ts';
import type { CallToolResult } from '../engine/results.ts';
import { isRecord } from '../json/is-record.ts';
import { TASKS_EXTENSION } from '../tasks/types.ts';
import type { LogLevel } from '../telemetry/logger.ts';

/** A connection as a plain call on it needs it. */
export interface Session {
  readonly protocolVersion: string | undefined;
  readonly abilities: ClientAbilities;
  readonly roots: EngineRequest['roots'];
  /** Sends a log message to the client, where its level allows. */
  log(level: LogLevel, data: unknown): void;
  /** Adds what results have in the modern era; undefined in the legacy one. */
  readonly complete?: (result: CallToolResult) => CallToolResult;
}

/** What a client announced, as far as it matters to calls. */
export interface Announced {
  readonly elicitation?: unknown;
  readonly sampling?: unknown;
  readonly roots?: unknown;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** What a client of the legacy era can do, which has no tasks. */
export const legacyAbilities = (capabilities: Announced | undefined): ClientAbilities => ({
  elicitation: asksInForms(capabilities?.elicitation),
  sampling: Boolean(capabilities?.sampling),
  roots: Boolean(capabilities?.roots),
  tasks: false,
});

/** Whether a client shows forms, which is all that is asked with; one that names no mode means forms. */
const asksInForms = (elicitation: unknown): boolean =>
  isRecord(elicitation) && (elicitation.form !== undefined || elicitation.url === undefined);

/** What a client of the modern era can do. */
export const modernAbilities = (capabilities: Announced | undefined): ClientAbilities => ({
  ...legacyAbilities(capabilities),
  tasks: Boolean(capabilities?.extensions?.[TASKS_EXTENSION]),
});

/** The `data` of a log message to the client: the bare sentence where there is nothing to add. */
export const logData = (message: string, fields: Readonly<Record<string, unknown>>): unknown =>
  Object.keys(fields).length === 0 ? message : { message, ...fields };
