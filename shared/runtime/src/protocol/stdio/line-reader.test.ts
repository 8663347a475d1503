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
  ['in one chunk', ['{"id":12345}\n1234567890\n']],
  ['in two chunks', ['{"id":', '12345}\n1234567890\n']],
  ['in many chunks', [...'{"id":12345}\n1234567890\n']],
])('keeps the outline of a line over the limit %s, and goes on with the next', (_how, chunks) => {
  const reader = createLineReader(10);
  expect(chunks.flatMap((chunk) => reader.take(bytes(chunk)))).toEqual([
    { outline: '{"id":12345}' },
    '1234567890',
  ]);
});

it('holds nothing of a line over the limit that does not end', () => {
  const reader = createLineReader(10);
  for (let n = 0; n < 1_000; n += 1) expect(reader.take(bytes('{"params":'.repeat(1_000)))).toEqual([]);
  expect(reader.take(bytes('\nnext\n'))).toEqual([{ outline: '{"params":{' }, 'next']);
});
