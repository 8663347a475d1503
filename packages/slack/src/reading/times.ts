import { fail } from '@portolan/runtime';
import { messageTs } from './references.ts';

const units = { m: 60, h: 3_600, d: 86_400, w: 604_800 } as const;

/**
 * A time as people write it, as Slack's text of seconds since 1970: `24h`, `7d`, `2026-05-01`, an ISO time, or a ts.
 *
 * @throws ToolError `invalid_arguments` naming the argument
 */
export function slackTime(given: string, argument: string, nowMs: number = Date.now()): string {
  if (messageTs.test(given) || /^\d{9,11}$/.test(given)) return given;
  const [, amount, unit] = /^(\d{1,4})([mhdw])$/.exec(given) ?? [];
  const seconds = Object.entries(units).find(([name]) => name === unit)?.[1];
  if (amount !== undefined && seconds !== undefined) return fixed(nowMs / 1_000 - Number(amount) * seconds);
  // `Date.parse` takes nearly anything for a date, so the form is checked first.
  const date = /^\d{4}-\d{2}-\d{2}/.test(given) ? Date.parse(given) : Number.NaN;
  if (!Number.isNaN(date)) return fixed(date / 1_000);
  return fail('invalid_arguments', `${argument} is no time.`, {
    next: 'Write 24h, 7d, 2026-05-01, 2026-05-01T09:00:00Z, or the ts of a message.',
  });
}

const fixed = (seconds: number) => Math.max(seconds, 0).toFixed(6);

/** When a message was written, in UTC, without fractions: `2026-01-01T00:01:00Z`. */
export function timeOf(ts: string): string {
  const date = new Date(Number.parseInt(ts, 10) * 1_000);
  return Number.isNaN(date.getTime()) ? '' : `${date.toISOString().slice(0, 19)}Z`;
}
