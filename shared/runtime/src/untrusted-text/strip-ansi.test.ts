import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stripAnsi } from './strip-ansi.ts';

it.each([
  ['colours', '\u001b[31;1mred\u001b[0m', 'red'],
  ['colours of 24 bits', '\u001b[38;2;1;2;3mx\u001b[m', 'x'],
  ['cursor movements', 'a\u001b[2K\u001b[1Gb\u001b[?25l', 'ab'],
  ['links', '\u001b]8;;http://127.0.0.1\u0007text\u001b]8;;\u001b\\!', 'text!'],
  ['titles of windows', '\u001b]0;title\u0007x', 'x'],
  ['device strings', '\u001bPq#0;2\u001b\\x', 'x'],
  ['one-byte controls', '\u009b31mred\u009d0;t\u009cx', 'redx'],
  ['character sets', '\u001b(Bx\u001b=y', 'xy'],
  ['what is cut at the end', 'x\u001b[31', 'x31'],
])('takes out %s', (_name, text, plain) => expect(stripAnsi(text)).toBe(plain));

it('loses no more than its line to a string that never ends', () => {
  expect(stripAnsi('a\u001b]0;never\nnext line')).toBe('a\nnext line');
});

it('leaves text without escapes as it is', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ -~\n\t]*$/), (text) => {
      expect(stripAnsi(text)).toBe(text);
    }),
  );
});

it('takes time in proportion to the text, whatever it holds', () => {
  const run = (size: number) =>
    ['\u001b[', '\u001b]', '\u001b[1', '\u001b'].map((part) => stripAnsi(part.repeat(size))).join('').length;
  // Quadratic work on this would not end within the limit of a test.
  expect(run(500_000)).toBeLessThan(2_000_000);
});
