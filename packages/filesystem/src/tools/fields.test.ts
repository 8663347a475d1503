import { text } from '@portolan/runtime';
import { expect, it } from 'vitest';
import { excludePatterns, limit, pageNote, walkNote, withNote } from './fields.ts';

it('bounds how much one answer holds', () => {
  const results = limit(200, 1_000);
  expect(results.parse(undefined)).toBe(200);
  expect([1, 1_000].map((most) => results.safeParse(most).success)).toEqual([true, true]);
  expect([0, 1_001, 1.5].map((most) => results.safeParse(most).success)).toEqual([false, false, false]);
  expect(excludePatterns.safeParse(Array.from({ length: 101 }, () => '*')).success).toBe(false);
});

it('says how to go on, and nothing of a whole answer', () => {
  const more = '[More follows: call again with cursor "abc".]';
  expect(pageNote({ nextCursor: 'abc' })).toBe(more);
  expect(pageNote({ nextCursor: 'abc', note: '[Cut.]' })).toBe(`${more}\n[Cut.]`);
  expect([pageNote({}), pageNote({ note: '[Cut.]' })]).toEqual([undefined, '[Cut.]']);
  expect(withNote('all', undefined)).toEqual([text('all')]);
  expect(withNote('part', 'more')).toEqual([text('part'), text('more')]);
});

it.each([
  ['nothing of a whole walk', {}, undefined],
  ['nothing that a cursor gives', { nextCursor: 'abc', truncatedBy: ['limit'] }, undefined],
  [
    'what no cursor gives',
    { nextCursor: 'abc', truncatedBy: ['limit', 'depth'] },
    '[Cut off by: depth. For the rest, raise maxDepth.]',
  ],
  ['what nothing gives', { truncatedBy: ['size'] }, '[Cut off by: size.]'],
  [
    'what could not be read',
    { truncatedBy: ['entries'], unreadable: 2, unreadablePaths: ['a', 'b'] },
    '[Cut off by: entries. For the rest, start in a sub-folder.]\n[2 could not be read: a, b]',
  ],
  ['the first of many', { unreadable: 3, unreadablePaths: ['a', 'b'] }, '[3 could not be read: a, b, …]'],
])('tells of %s', (_what, walked, note) => {
  const whole = { truncatedBy: [], unreadable: 0, unreadablePaths: [] };
  expect(walkNote({ ...whole, ...walked }).note).toBe(note);
});
