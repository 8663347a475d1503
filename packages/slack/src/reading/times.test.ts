import { describe, expect, it } from 'vitest';
import { slackTime, timeOf } from './times.ts';

/** 2026-05-01T00:00:00Z */
const now = 1_777_593_600_000;

describe('a time as people write it', () => {
  it.each([
    ['30m', '1777591800.000000'],
    ['24h', '1777507200.000000'],
    ['7d', '1776988800.000000'],
    ['2w', '1776384000.000000'],
    ['2026-05-01', '1777593600.000000'],
    ['2026-05-01T09:30:00+02:00', '1777620600.000000'],
    ['1777593600.123456', '1777593600.123456'],
    ['1777593600', '1777593600'],
    // Slack knows nothing before 1970, and would take the minus for a fault of its own.
    ['9999w', '0.000000'],
    ['1960-01-01', '0.000000'],
  ])('%s is %s', (given, ts) => expect(slackTime(given, 'oldest', now)).toBe(ts));

  it.each(['', 'yesterday', '24', '5y', '10000d', '2026', '1 May 2026', '-1d', '2026-13-01', '2026-05-01x'])(
    '%j is none',
    (given) =>
      expect(() => slackTime(given, 'oldest', now)).toThrow(
        expect.objectContaining({ code: 'invalid_arguments', message: 'oldest is no time.' }),
      ),
  );
});

describe('the time of a message', () => {
  it.each([
    ['1777593600.123456', '2026-05-01T00:00:00Z'],
    ['0', '1970-01-01T00:00:00Z'],
    ['', ''],
    ['99999999999999', ''],
  ])('%j is %j', (ts, shown) => expect(timeOf(ts)).toBe(shown));
});
