import { expect, it } from 'vitest';
import { changedFile, LOG_ERROR, logText, oldFile } from './texts.ts';
import { CHANGED_LINES, LOG_ERRORS, LOG_LINES } from './world.ts';

it('writes a log of so many lines, a time before each, in order', () => {
  const lines = logText(LOG_LINES, Date.UTC(2026, 0, 1))
    .split('\r\n')
    .slice(0, -1);
  expect(lines).toHaveLength(LOG_LINES);
  const times = lines.map((line) => line.split(' ', 1)[0] ?? '');
  for (const time of times) expect(time).toMatch(/^2026-01-01T00:00:0[01]\.\d{7}Z$/);
  expect(times.toSorted()).toEqual(times);
  expect(lines.filter((line) => line.includes(LOG_ERROR))).toHaveLength(LOG_ERRORS);
  expect(lines.at(-1)).toMatch(/##\[error\]/);
});

it('changes so many lines of a file', () => {
  const before = oldFile(7).split('\n');
  const after = changedFile(7).split('\n');
  expect(after).toHaveLength(before.length);
  expect(after.filter((line, index) => line !== before[index])).toHaveLength(CHANGED_LINES / 2);
});
