import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ToolOutput } from '../definition/tool.ts';
import { writeJson } from '../json/written-json.ts';
import { answerBytes } from './answer-bytes.ts';

const exact = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

const alone = (structured: ToolOutput['structured']): ToolOutput => ({ structured, content: [] });

const asText = (structured: ToolOutput['structured']): ToolOutput => ({
  structured,
  content: [{ type: 'text', text: writeJson(structured) }],
});

test.each([
  ['alone', alone],
  ['written before', asText],
])('an answer over the limit is never taken for one under it: %s', (_what, output) => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.integer({ min: 1, max: 400 }),
      (structured, limit) => {
        const answer = output(structured);
        expect(answerBytes(answer, limit) > limit).toBe(exact(answer) > limit);
      },
    ),
  );
});

test('a text full of escapes is measured as it is sent', () => {
  const answer = alone({ text: '\u0001'.repeat(200) });
  expect(exact(answer)).toBe(1239);
  expect(answerBytes(answer, 1238)).toBe(1239);
  expect(answerBytes(answer, 1239)).toBe(1239);
});

test.each(['A', '"', 'é'])('a huge text is measured without a copy of it: %j', (unit) => {
  const data = unit.repeat(600_000);
  const answer: ToolOutput = {
    structured: { content: [{ data }], next: undefined },
    content: [{ type: 'image', data, mimeType: 'image/png' }],
  };
  expect(answerBytes(answer, 1)).toBe(exact(answer));
});

test('a small answer is measured without writing it', () => {
  const structured = {
    text: 'fathoms',
    toJSON: () => {
      throw new Error('It was written.');
    },
  };
  expect(answerBytes(alone(structured), 1_000_000)).toBeGreaterThan(7);
});

test('what was written before is not looked at again', () => {
  let looks = 0;
  const structured = {
    get text() {
      looks += 1;
      return 'fathoms';
    },
  };
  const answer = asText(structured);
  expect(answerBytes(answer, 1_000_000)).toBeGreaterThan(2 * '{"text":"fathoms"}'.length);
  expect(looks).toBe(1);
});
