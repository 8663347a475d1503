import { expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.ts';

it.each([
  { at: 0, inner: undefined },
  { at: 2, inner: 'page 3, of notes' },
  { at: 1, inner: '' },
])('gives back the place %j', (position) => {
  expect(decodeCursor(encodeCursor(position))).toEqual(position);
});

it('begins at the start without a cursor', () => {
  expect(decodeCursor(undefined)).toEqual({ at: 0, inner: undefined });
});

const foreign = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

it.each([
  ['text', 'not-ours'],
  ['nothing', ''],
  ['a place before the first', foreign([-1, null])],
  ['a place between two', foreign([0.5, null])],
  ['too little', foreign([0])],
  ['another form', foreign({ at: 0 })],
])('refuses a cursor of %s', (_what, cursor) => {
  expect(() => decodeCursor(cursor)).toThrow(expect.objectContaining({ code: 'invalid_arguments' }));
});
