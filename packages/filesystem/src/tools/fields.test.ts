import { text } from '@portolan/runtime';
import { expect, it } from 'vitest';
import { excludePatterns, limit, pageNote, unseenNote, withNote } from './fields.ts';

it('bounds how much one answer holds', () => {
  const results = limit(200, 1_000);
  expect(results.parse(undefined)).toBe(200);
  expect([1, 1_000].map((most) => results.safeParse(most).success)).toEqual([true, true]);
  expect([0, 1_001, 1.5].map((most) => results.safeParse(most).success)).toEqual([false, false, false]);
  expect(excludePatterns.safeParse(Array.from({ length: 101 }, () => '*')).success).toBe(false);
});

it('says how to go on and what no page gives, and nothing of a whole answer', () => {
  expect(pageNote({ nextCursor: 'abc', truncatedBy: ['limit'] })).toBe(
    '[More follows: call again with cursor "abc".]',
  );
  expect(pageNote({ nextCursor: 'abc', truncatedBy: ['limit', 'depth'] })).toBe(
    '[More follows: call again with cursor "abc".]\n[Cut off by: depth. For the rest, raise maxDepth.]',
  );
  expect(pageNote({ truncatedBy: ['depth', 'entries'] })).toBe(
    '[Cut off by: depth, entries. For the rest, raise maxDepth, start in a sub-folder.]',
  );
  expect(pageNote({ truncatedBy: ['size'] })).toBe('[Cut off by: size.]');
  expect([pageNote({}), pageNote({ truncatedBy: [] })]).toEqual([undefined, undefined]);
  expect(withNote('all', undefined)).toEqual([text('all')]);
  expect(withNote('part', undefined, 'more')).toEqual([text('part'), text('more')]);
});

it('names what could not be read', () => {
  expect(unseenNote({ unreadable: 0 })).toBe(undefined);
  expect(unseenNote({ unreadable: 1, unreadablePaths: ['a'] })).toBe('[1 could not be read: a]');
  expect(unseenNote({ unreadable: 3, unreadablePaths: ['a', 'b'] })).toBe('[3 could not be read: a, b, …]');
});
