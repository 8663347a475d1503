import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerBytes } from './answer-bytes.ts';

const exact = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

test('an answer over the limit is never taken for one under it', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.integer({ min: 1, max: 400 }),
      (answer, limit) => {
        expect(answerBytes(answer, limit) > limit).toBe(exact(answer) > limit);
      },
    ),
  );
});

test('a text full of escapes is measured as it is sent', () => {
  const answer = { text: '\u0001'.repeat(200) };
  expect(exact(answer)).toBe(1211);
  expect(answerBytes(answer, 1210)).toBe(1211);
  expect(answerBytes(answer, 1211)).toBe(1211);
});

test('a small answer is measured without writing it', () => {
  const answer = {
    text: 'fathoms',
    toJSON: () => {
      throw new Error('It was written.');
    },
  };
  expect(answerBytes({ structured: answer }, 1_000_000)).toBeGreaterThan(7);
});
