import type { SourceSettings } from '../sources/types.ts';
import { serverError } from './server-error.ts';

/**
 * How much of its settings a connection begins with: all of them, those a server before 17 knows, or none,
 * where a pooler between refuses them or keeps them to itself.
 */
export type StartUp = 'all' | 'before_17' | 'none';

/** Where a transaction that nobody goes on with ends by itself, milliseconds. */
export const IDLE_IN_TRANSACTION_MS = 60_000;
/** How much longer a transaction may run than one statement in it, milliseconds. */
const TRANSACTION_SLACK_MS = 5_000;

/** The most a transaction may take whose statements may take so long, milliseconds. */
export const transactionTimeoutMs = (statementTimeoutMs: number) => statementTimeoutMs + TRANSACTION_SLACK_MS;

/** One reading of strings and values, and no words beside them. */
export const readingSettings = {
  standard_conforming_strings: 'on',
  DateStyle: 'ISO',
  IntervalStyle: 'iso_8601',
  bytea_output: 'hex',
  // Notices are passed over: a function that raises them in a loop would send them for nothing.
  client_min_messages: 'error',
} as const;

/** The settings every session starts with, and goes back to: the second layer of read-only. */
export function startUpOptions(settings: SourceSettings, startUp: Exclude<StartUp, 'none'>): string {
  const options = {
    default_transaction_read_only: settings.mode === 'readonly' ? 'on' : 'off',
    statement_timeout: settings.statementTimeoutMs,
    lock_timeout: settings.lockTimeoutMs,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    ...(startUp === 'all' && { transaction_timeout: transactionTimeoutMs(settings.statementTimeoutMs) }),
    ...readingSettings,
    extra_float_digits: 1,
  };
  return Object.entries(options)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
}

/** What to begin with after a server refused what it was asked to; undefined when it refused for another reason. */
export function lesserStartUp(startUp: StartUp, error: unknown): StartUp | undefined {
  const { code, message = '' } = serverError(error) ?? {};
  if (startUp === 'all' && code === '42704' && message.includes('transaction_timeout')) return 'before_17';
  if (startUp !== 'none' && code === '08P01' && /startup parameter/.test(message)) return 'none';
  return undefined;
}
