import { httpAlone } from '../settings/http-alone.ts';
import type { SettingSpec } from '../settings/spec.ts';

/** What the build records of a server so that the first messages need nothing loaded. */
export interface Manifest {
  readonly settings: readonly SettingSpec[];
  /** Results of `initialize`, by the protocol version asked for. */
  readonly initialize: Readonly<Record<string, unknown>>;
  /**
   * Results of `tools/list` with default settings, as the JSON that is sent: a start that is asked for none parses
   * none, and most versions share one.
   */
  readonly lists: readonly string[];
  /** Which of them a protocol version gets. */
  readonly listOf: Readonly<Record<string, number>>;
  /** The result of `server/discover` in the modern era. */
  readonly discover: unknown;
  /** The modern protocol version these results are for. */
  readonly modernVersion: string;
}

/** Settings that change the list of tools: with one of them set, the recorded list is not used. */
export const listSettings = new Set(['readOnly']);

const slowSettings = new Set<string>([
  'http',
  'config',
  'policy',
  // Their rules are code that a first answer does not load; a mistake in them ends the start.
  ...httpAlone.map(({ key }) => key),
  'auditKey',
  'callerTokenFallback',
  'callerTokenHeader',
  'toolRateLimit',
  'redis',
  'toolsets',
  'tools',
  'excludeTools',
]);

/** Whether nothing recorded is used with this setting. */
export function isSlow(key: string, value: unknown): boolean {
  if (key === 'rateLimit') return value !== 'off';
  if (key === 'audit') return String(value).includes('://');
  return slowSettings.has(key);
}
