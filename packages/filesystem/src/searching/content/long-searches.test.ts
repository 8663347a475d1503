import { expect, it } from 'vitest';
import { LongSearches } from './long-searches.ts';

it('knows the folders whose last search took long, and forgets the oldest of many', () => {
  const searches = new LongSearches(20);
  searches.note('/a', 20);
  searches.note('/b', 19);
  expect([searches.has('/a'), searches.has('/b'), searches.has('/c')]).toEqual([true, false, false]);
  searches.note('/a', 3);
  expect(searches.has('/a')).toBe(false);
  for (let folder = 0; folder < 64; folder += 1) searches.note(`/${folder}`, 30);
  searches.note('/0', 30);
  searches.note('/new', 30);
  expect([searches.has('/0'), searches.has('/1'), searches.has('/2')]).toEqual([true, false, true]);
});
