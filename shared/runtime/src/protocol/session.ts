import type { ClientAbilities } from '../definition/context.ts';
import type { EngineRequest } from '../engine/request.ts';
import type { CallToolResult } from '../engine/results.ts';
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
}

/** What a client announced, apart from tasks, which only the modern era has. */
export const abilitiesOf = (capabilities: Announced | undefined): Omit<ClientAbilities, 'tasks'> => ({
  elicitation: Boolean(capabilities?.elicitation),
  sampling: Boolean(capabilities?.sampling),
  roots: Boolean(capabilities?.roots),
});

/** Whether a modern client knows tasks. */
export const knowsTasks = (
  capabilities: { readonly extensions?: Readonly<Record<string, unknown>> | undefined } | undefined,
): boolean => Boolean(capabilities?.extensions?.[TASKS_EXTENSION]);

/** The `data` of a log message to the client: the bare sentence where there is nothing to add. */
export const logData = (message: string, fields: Readonly<Record<string, unknown>>): unknown =>
  Object.keys(fields).length === 0 ? message : { message, ...fields };
