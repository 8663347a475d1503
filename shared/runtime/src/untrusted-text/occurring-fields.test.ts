import { expect, it } from 'vitest';
import { occurringFields } from './occurring-fields.ts';

it('finds fields at any depth, in the order they are named', () => {
  const answer = {
    issue: { title: 'a', labels: [] },
    comments: [{ by: 'ada' }, { body: 'b' }],
    text: undefined,
  };
  expect(occurringFields(['body', 'title', 'labels', 'text', 'path'], answer)).toEqual([
    'body',
    'title',
    'labels',
  ]);
});

it('finds none where there is none', () => {
  expect(occurringFields(['body'], { values: [null, 1, 'body'] })).toEqual([]);
});
