import { expect, it } from 'vitest';
import { createLineReader } from './line-reader.ts';

const bytes = (text: string) => Buffer.from(text);

it('cuts chunks into lines, wherever a chunk ends', () => {
  const whole = bytes('one\n\nzwölf €\r\nlast\n');
  for (let cut = 0; cut <= whole.length; cut++) {
    const reader = createLineReader(100);
    const lines = [...reader.take(whole.subarray(0, cut)), ...reader.take(whole.subarray(cut))];
    expect(lines).toEqual(['one', '', 'zwölf €\r', 'last']);
  }
});

it('holds a line that has not ended, over many chunks', () => {
  const reader = createLineReader(100);
  for (const letter of 'abcdef') expect(reader.take(bytes(letter))).toEqual([]);
  expect(reader.take(bytes('\nx'))).toEqual(['abcdef']);
  expect(reader.take(bytes('\n'))).toEqual(['x']);
});

it.each([
  ['in one chunk', ['12345678901\n']],
  ['in two chunks', ['123456', '78901\n']],
  ['that does not end', ['123456', '789012']],
])('refuses a line over the limit %s, and goes on with the next', (_how, chunks) => {
  const reader = createLineReader(10);
  const last = chunks.at(-1) ?? '';
  for (const chunk of chunks.slice(0, -1)) reader.take(bytes(chunk));
  expect(() => reader.take(bytes(last))).toThrow('longer than 10 bytes');
  expect(reader.take(bytes('1234567890\n'))).toEqual(['1234567890']);
});
