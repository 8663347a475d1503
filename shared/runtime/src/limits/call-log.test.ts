import { expect, test } from 'vitest';
import { CallLog } from './call-log.ts';

test.each([1, 7, 8, 9, 16, 20, 100])(
  'a log of %i calls has exactly the latest ones, in order',
  (capacity) => {
    const log = new CallLog(capacity);
    const times = Array.from({ length: 250 }, (_, at) => 1_000 + at);
    for (const [at, time] of times.entries()) {
      log.add(time);
      const latest = times.slice(0, at + 1).slice(-capacity);
      const kept = Array.from({ length: latest.length }, (_, back) => log.latest(back + 1));
      expect(kept).toEqual(latest.toReversed());
      expect(log.latest(at + 2)).toBeUndefined();
    }
  },
);
