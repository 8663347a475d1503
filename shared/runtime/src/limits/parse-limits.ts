import { SettingsError } from '../settings/settings-error.ts';
import type { Limit } from './types.ts';

const unitMs = new Map([
  ['s', 1_000],
  ['sec', 1_000],
  ['min', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
]);

/** A window keeps the time of each of its calls, so its size is bounded: 8 bytes a call, 800 kB a caller. */
const maxCalls = 100_000;

/**
 * Reads the value of `--rate-limit`, `60/min,1000/hour`; `off` is no limit.
 *
 * @param flag where the value came from, for the message
 * @throws SettingsError naming the flag, the value and the rule
 */
export function parseLimits(value: string, flag = '--rate-limit'): readonly Limit[] {
  if (value.trim() === 'off') return [];
  const limits = value.split(',').map((part) => parseLimit(part.trim(), flag));
  const windows = new Set(limits.map((limit) => limit.windowMs));
  if (windows.size !== limits.length) {
    throw new SettingsError(
      `${flag}: "${value.slice(0, 64)}" names a window twice: give each window one limit.`,
    );
  }
  return limits;
}

function parseLimit(part: string, flag: string): Limit {
  const [, digits = '', unit = ''] = /^(\d{1,9})\/([a-z]+)$/.exec(part) ?? [];
  const windowMs = unitMs.get(unit);
  const calls = Number(digits);
  if (windowMs === undefined || calls < 1 || calls > maxCalls) {
    throw new SettingsError(
      `${flag}: "${part.slice(0, 64)}" is not a limit: write CALLS/UNIT with CALLS from 1 to ${maxCalls} and UNIT one of ` +
        `${[...unitMs.keys()].join(', ')}, as in 60/min,1000/hour, or off.`,
    );
  }
  return { calls, windowMs };
}
