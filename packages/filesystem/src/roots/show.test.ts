import { expect, it } from 'vitest';
import { showBytes, showName, showPath } from './show.ts';

it.each([
  ['plain name.txt', 'plain name.txt'],
  ['grüße 日本 😀', 'grüße 日本 😀'],
  ['back\\slash', 'back\\slash'],
  ['a\n[FILE] forged', 'a\\n[FILE] forged'],
  ['a\\n\n', 'a\\\\n\\n'],
  ['\u001b[31mred', '\\x1b[31mred'],
  ['txt\u202egpj.exe', 'txt\\u202egpj.exe'],
  ['zero\u200bwidth', 'zero\\u200bwidth'],
  ['\ud800alone', '\\ud800alone'],
  ['line\u2028end', 'line\\u2028end'],
])('shows %j as %j', (name, shown) => {
  expect(showName(name)).toBe(shown);
});

it('shows bytes that are not UTF-8 in hexadecimal', () => {
  expect(showBytes(Buffer.from([0x61, 0xff, 0xc3, 0xa9, 0xc3, 0x0a]))).toBe('a\\xffé\\xc3\\n');
});

it('cuts a long path in the middle and says how long it is', () => {
  const shown = showPath('x'.repeat(1_000_000));
  expect(shown.length).toBeLessThan(350);
  expect(shown).toContain('(1000000 characters)');
  expect(showPath('')).toBe('.');
});
