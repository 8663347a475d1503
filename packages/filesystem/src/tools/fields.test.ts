import { text } from '@portolan/runtime';
import { expect, it } from 'vitest';
import { excludePatterns, limit, pageNote, withNote } from './fields.ts';

it('bounds how much one answer holds', () => {
  const results = limit(200, 1_000);
  expect(results.parse(undefined)).toBe(200);
  expect([1, 1_000].map((most) => results.safeParse(most).success)).toEqual([true, true]);
  expect([0, 1_001, 1.5].map((most) => results.safeParse(most).success)).toEqual([false, false, false]);
  expect(excludePatterns.safeParse(Array.from({ length: 101 }, () => '*')).success).toBe(false);
});

it('says how to go on, or else what was left out, and nothing of a whole answer', () => {
  expect(pageNote({ nextCursor: 'abc', truncatedBy: ['depth'] })).toBe(
    '[More follows: call again with cursor "abc".]',
  );
  expect(pageNote({ truncatedBy: ['depth', 'entries'] })).toBe('[Cut off by: depth, entries.]');
  expect([pageNote({}), pageNote({ truncatedBy: [] })]).toEqual([undefined, undefined]);
  expect(withNote('all', undefined)).toEqual([text('all')]);
  expect(withNote('part', 'more')).toEqual([text('part'), text('more')]);
});
