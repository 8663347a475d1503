import { expect, it } from 'vitest';
import { LongText } from './long-text.ts';

it.each([
  ['short', 'grüße'],
  ['empty', ''],
  ['of characters of two units, from an even place', '😀'.repeat(300_000)],
  ['of characters of two units, from an odd place', `x${'😀'.repeat(300_000)}`],
  ['of halves of characters', `x${'\ud83d'.repeat(300_000)}${'\ude00'.repeat(300_000)}`],
  ['of all widths', 'aü日😀\n'.repeat(200_000)],
])('gives the bytes of a text that is %s', (_, text) => {
  const content = new LongText(text);
  const parts = Array.from(content.parts(), (part) => Buffer.from(part));
  const whole = Buffer.concat(parts);
  expect(whole.equals(Buffer.from(text, 'utf8'))).toBe(true);
  expect(content.length).toBe(whole.length);
  expect(parts.length).toBe(Math.ceil(text.length / (64 * 1024)));
});
